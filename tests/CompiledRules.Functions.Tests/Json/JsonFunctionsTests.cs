using CompiledRules.Functions.Json;

namespace CompiledRules.Functions.Tests.Json;

public sealed class JsonFunctionsTests
{
    private static readonly SqlValue s_warrior = SqlJson.Parse("""
        {
            "name": "Cuchulainn", "level": 7, "none": null, "a.b": 1, "empty": [],
            "rings": [{ "name": "ring of despair", "weight": 0.1 }, { "name": "ring of strength", "weight": 2.4 }, { "name": "band" }]
        }
        """);

    [TestCase("$.name", "\"Cuchulainn\"")]
    [TestCase("$", null)]
    [TestCase("$.none", "null")]
    [TestCase("$[\"a.b\"]", "1")]
    [TestCase("$['rings'][0].name", "\"ring of despair\"")]
    [TestCase("$.rings[-1].name", "\"band\"")]
    [TestCase("$.rings[*].weight", "[0.1,2.4]")]
    [TestCase("$.rings[0:2].name", "[\"ring of despair\",\"ring of strength\"]")]
    [TestCase("$.rings[::-1].name", "[\"band\",\"ring of strength\",\"ring of despair\"]")]
    [TestCase("$.rings[0,2].name", "[\"ring of despair\",\"band\"]")]
    [TestCase("$['level','a.b']", "[7,1]")]
    [TestCase("$..weight", "[0.1,2.4]")]
    [TestCase("$.rings[? @.weight>1].name", "[\"ring of strength\"]")]
    [TestCase("$.rings[?(@.weight>1)].name", "[\"ring of strength\"]")]
    [TestCase("$.rings[? @.weight < $.level && !(@.name == 'ring of despair')].name", "[\"ring of strength\"]")]
    [TestCase("$.rings[? @.weight == 0.1 || @.name =~ '^b'].name", "[\"ring of despair\",\"band\"]")]
    [TestCase("$.rings[? @.weight].name", "[\"ring of despair\",\"ring of strength\"]")]
    [TestCase("$.rings[? @.weight>5]", "[]")]
    [TestCase("$.rings[9:]", "[]")]
    public void Query(string path, string? expected)
    {
        var result = JsonFunctions.JsonPathQuery(s_warrior, path);

        Assert.That(SqlJson.ToText(result), Is.EqualTo(expected ?? SqlJson.ToText(s_warrior)));
    }

    [TestCase("$.what")]
    [TestCase("$.rings[9]")]
    [TestCase("$.rings.name")]
    [TestCase("rings")]
    [TestCase("$.")]
    [TestCase("$[")]
    [TestCase("$[?]")]
    [TestCase("$.rings[? @.weight >]")]
    [TestCase("$.name what")]
    public void Path_to_nothing_or_bad_path_is_an_error(string path)
    {
        Assert.That(() => JsonFunctions.JsonPathQuery(s_warrior, path), Throws.TypeOf<SqlException>());
        Assert.That(JsonFunctions.JsonPathExists(s_warrior, path), Is.False);
    }

    [Test]
    public void Text_is_parsed_first() => Assert.That(JsonFunctions.JsonPathQuery("[{\"a\": 2.5}]", "$[0].a"), Is.EqualTo(SqlValue.From(2.5)));

    [Test]
    public void Null_and_numbers_have_no_paths()
    {
        Assert.That(() => JsonFunctions.JsonPathQuery(SqlValue.Null, "$.a"), Throws.TypeOf<SqlException>());
        Assert.That(() => JsonFunctions.JsonPathQuery(1, "$.a"), Throws.TypeOf<SqlException>());
        Assert.That(() => JsonFunctions.JsonPathQuery(s_warrior, SqlValue.Null), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void First_of_an_array()
    {
        Assert.That(JsonFunctions.JsonPathQueryFirst(s_warrior, "$.rings[*].weight"), Is.EqualTo(SqlValue.From(0.1)));
        Assert.That(JsonFunctions.JsonPathQueryFirst(s_warrior, "$.rings[? @.weight>5]"), Is.EqualTo(SqlValue.Null));
        Assert.That(() => JsonFunctions.JsonPathQueryFirst(s_warrior, "$.name"), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Exists_means_neither_null_nor_empty()
    {
        Assert.That(JsonFunctions.JsonPathExists(s_warrior, "$.rings"), Is.True);
        Assert.That(JsonFunctions.JsonPathExists(s_warrior, "$.none"), Is.False);
        Assert.That(JsonFunctions.JsonPathExists(s_warrior, "$.empty"), Is.False);
        Assert.That(JsonFunctions.JsonPathExists(SqlValue.Null, "$.a"), Is.False);
    }

    [Test]
    public void Deep_parentheses_are_refused() =>
        Assert.That(() => JsonFunctions.JsonPathQuery(s_warrior, "$[?" + new string('(', 5000)), Throws.TypeOf<SqlException>());

    [Test]
    public void Json_there_and_back()
    {
        Assert.That(JsonFunctions.ParseJson(null), Is.EqualTo(SqlValue.Null));
        Assert.That(JsonFunctions.ParseJson("null"), Is.EqualTo(SqlValue.Null));
        Assert.That(JsonFunctions.ParseJson("[1]"), Is.EqualTo(SqlValue.From(new SqlArray([1d]))));
        Assert.That(JsonFunctions.ToJson(SqlObject.From([new("b", 1d), new("a", "<")])), Is.EqualTo("{\"a\":\"\\u003c\",\"b\":1}"));
        Assert.That(() => JsonFunctions.ParseJson("key1"), Throws.TypeOf<SqlException>());
    }
}
