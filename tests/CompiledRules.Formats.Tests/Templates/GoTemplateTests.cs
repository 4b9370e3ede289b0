using CompiledRules.Formats.Templates;

namespace CompiledRules.Formats.Tests.Templates;

[TestFixture]
public sealed class GoTemplateTests
{
    private static readonly SqlValue s_row = SqlJson.Parse(
        """{"room":"lab","t":21.5,"big":1000000,"tags":["a","b"],"at":{"x":1,"y":2},"none":null,"flag":true,"list":[{"k":"p"},{"k":"q"}]}""");

    [TestCase("{{.room}}", "lab")]
    [TestCase("{\"room\": \"{{.room}}\", \"t\": {{.t}}}", "{\"room\": \"lab\", \"t\": 21.5}")]
    [TestCase("{{.big}} {{.tags}} {{.at}} {{.flag}}", "1e+06 [a b] map[x:1 y:2] true")]
    [TestCase("{{.missing}} {{.none}}", "<no value> <no value>")]
    [TestCase("{{.at.x}}{{(index .list 1).k}}{{index .tags 0}}{{index .at \"y\"}}", "1qa2")]
    [TestCase("{{json .}}", """{"at":{"x":1,"y":2},"big":1000000,"flag":true,"list":[{"k":"p"},{"k":"q"}],"none":null,"room":"lab","t":21.5,"tags":["a","b"]}""")]
    [TestCase("{{toJson .tags}} {{base64 .room}} {{.room | b64enc | b64dec}}", """["a","b"] bGFi lab""")]
    public void Fields_and_their_text(string template, string expected) => Assert.That(Render(template), Is.EqualTo(expected));

    [TestCase("{{if gt .t 20.0}}hot{{else}}cold{{end}}", "hot")]
    [TestCase("{{if lt .t 20.0}}cold{{else if eq .room \"lab\"}}lab{{else}}other{{end}}", "lab")]
    [TestCase("{{if and .flag (not .none)}}yes{{end}}", "yes")]
    [TestCase("{{with .at}}{{.x}}{{end}}{{with .none}}never{{else}}none{{end}}", "1none")]
    [TestCase("{{range .tags}}<{{.}}>{{end}}", "<a><b>")]
    [TestCase("{{range $i, $tag := .tags}}{{if $i}},{{end}}{{$i}}={{$tag}}{{end}}", "0=a,1=b")]
    [TestCase("{{range $k, $v := .at}}{{$k}}{{$v}}{{end}}", "x1y2")]
    [TestCase("{{range .none}}x{{else}}empty{{end}}", "empty")]
    [TestCase("{{range .list}}{{.k}}{{$.room}} {{end}}", "plab qlab ")]
    [TestCase("{{$x := 1}}{{range .tags}}{{$x = add $x 1}}{{end}}{{$x}}", "3")]
    public void Branches_loops_and_variables(string template, string expected) => Assert.That(Render(template), Is.EqualTo(expected));

    [TestCase("a  {{- .room -}}  b", "alabb")]
    [TestCase("a {{/* nothing */}} b", "a  b")]
    [TestCase("{{- /* trimmed */ -}}  b", "b")]
    [TestCase("{{\"}}\"}}{{`raw \\n`}}", "}}raw \\n")]
    public void Trim_marks_comments_and_literals(string template, string expected) => Assert.That(Render(template), Is.EqualTo(expected));

    [TestCase("{{.room | upper | printf \"%s!\"}}", "LAB!")]
    [TestCase("{{printf \"%.2f|%5d|%-4s|%q\" .t 42 .room .room}}", "21.50|   42|lab |\"lab\"")]
    [TestCase("{{add 1 2 3}} {{sub 5 2}} {{mul 2 3}} {{div 7 2}} {{mod 7 4}} {{max 1 5 3}}", "6 3 6 3 3 5")]
    [TestCase("{{default \"x\" .none}} {{default \"x\" .room}} {{coalesce .none .room}} {{ternary \"y\" \"n\" .flag}}", "x lab lab y")]
    [TestCase("{{join \"-\" .tags}} {{len .tags}} {{has \"a\" .tags}} {{first .tags}} {{last .tags}}", "a-b 2 true a b")]
    [TestCase("{{trimSuffix \"b\" .room}} {{replace \"a\" \"o\" .room}} {{contains \"ab\" .room}} {{substr 0 2 .room}}", "la lob true la")]
    [TestCase("{{quote .room}} {{squote .room}} {{round .t 0}} {{int .t}}", "\"lab\" 'lab' 22 21")]
    [TestCase("{{dict \"a\" 1 \"b\" .t | toJson}}", """{"a":1,"b":21.5}""")]
    public void Functions(string template, string expected) => Assert.That(Render(template), Is.EqualTo(expected));

    [TestCase("{{.room", 0, "not closed")]
    [TestCase("{{if .a}}x", 10, "expected {{ end }}")]
    [TestCase("{{nosuch .a}}", 2, "no function 'nosuch'")]
    [TestCase("x{{end}}", 1, "no more than one end")]
    [TestCase("{{ | upper}}", 3, "expected a value or a function")]
    [TestCase("{{define \"x\"}}{{end}}", 2, "not supported")]
    public void A_malformed_template_is_refused_at_its_place(string template, int position, string problem)
    {
        var error = Assert.Throws<TemplateException>(() => GoTemplate.Parse(template))!;

        Assert.That(error.Position, Is.EqualTo(position));
        Assert.That(error.Message, Does.Contain(problem));
    }

    [TestCase("{{.room.x}}")]
    [TestCase("{{index .tags 5}}")]
    [TestCase("{{div 1 0}}")]
    [TestCase("{{range .room}}{{end}}")]
    public void What_does_not_go_with_the_data_is_a_row_error(string template) => Assert.Throws<SqlException>(() => Render(template));

    private static string Render(string template) => GoTemplate.Parse(template).Render(s_row);
}
