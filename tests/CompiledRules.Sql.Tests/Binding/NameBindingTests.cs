using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Tests.Binding;

public sealed class NameBindingTests
{
    [TestCase("a", "demo", "demo.a")]
    [TestCase("demo.a", "demo", "demo.a")]
    [TestCase("d.a", "demo AS d", "d.a")]
    [TestCase("demo.a", "demo AS d", "d.a")]
    [TestCase("A", "demo", "demo.a")]
    [TestCase("next.name", "demo", "demo.next->name")]
    [TestCase("next->deep->x", "demo", "demo.next->deep->x")]
    [TestCase("demo.next.deep.x", "demo", "demo.next->deep->x")]
    [TestCase("x.y", "free", "free.x->y")]
    [TestCase("free.x", "free", "free.x")]
    [TestCase("`select`", "plain", "plain.select")]
    public void A_name_means(string expression, string source, string expected) =>
        Assert.That(BoundText.Of(Bind.Expression(expression, source)), Is.EqualTo(expected));

    [Test]
    public void A_self_join_tells_its_sides_apart_by_alias()
    {
        var select = Bind.Select("SELECT l.a AS x, r.a AS y FROM demo AS l INNER JOIN demo AS r ON l.a = r.a GROUP BY COUNTWINDOW(2)");

        Assert.That(select.Sources.Select(static source => (source.Name, source.Stream.Name)), Is.EqualTo(new[] { ("l", "demo"), ("r", "demo") }));
        Assert.That(BoundText.Of(select.Joins[0].On!), Is.EqualTo("l.a = r.a"));
    }

    [Test]
    public void A_name_of_several_schemaless_sources_is_found_in_the_row()
    {
        var select = Bind.Select("SELECT x FROM free INNER JOIN free2 ON free.id = free2.id GROUP BY COUNTWINDOW(2)");

        var field = (BoundFirstField)((BoundValueColumn)select.Columns[0]).Expression;
        Assert.That(field.Sources.Select(static source => source.Name), Is.EqualTo(new[] { "free", "free2" }));
    }

    [Test]
    public void A_declared_source_takes_part_in_the_search_only_with_its_columns() => Assert.Multiple(() =>
    {
        var select = Bind.Select("SELECT name, other_thing FROM free INNER JOIN kept ON free.id = kept.id");

        Assert.That(((BoundValueColumn)select.Columns[0]).Expression, Is.TypeOf<BoundFirstField>());
        Assert.That(BoundText.Of(((BoundValueColumn)select.Columns[1]).Expression), Is.EqualTo("free.other_thing"));
    });

    [TestCase("t", "timed", SqlTypeKind.Any)]
    [TestCase("t", "strict", SqlTypeKind.DateTime)]
    [TestCase("a", "demo", SqlTypeKind.BigInt)]
    [TestCase("x", "free", SqlTypeKind.Any)]
    [TestCase("next->deep", "demo", SqlTypeKind.Struct)]
    [TestCase("arr[0]", "demo", SqlTypeKind.BigInt)]
    [TestCase("arr[0:2]", "demo", SqlTypeKind.Array)]
    [TestCase("a + b", "demo", SqlTypeKind.Float)]
    [TestCase("a / 2", "demo", SqlTypeKind.BigInt)]
    [TestCase("x + 1", "free", SqlTypeKind.Any)]
    [TestCase("x * 1.5", "free", SqlTypeKind.Float)]
    [TestCase("a > 1", "demo", SqlTypeKind.Boolean)]
    [TestCase("a | 1", "demo", SqlTypeKind.Any)]
    [TestCase("3 | 1", "demo", SqlTypeKind.BigInt)]
    [TestCase("c || \"x\"", "demo", SqlTypeKind.String)]
    [TestCase("CASE WHEN ok THEN 1 ELSE 2 END", "demo", SqlTypeKind.BigInt)]
    [TestCase("CASE WHEN ok THEN 1 ELSE 2.5 END", "demo", SqlTypeKind.Any)]
    [TestCase("CASE WHEN ok THEN 1 ELSE NULL END", "demo", SqlTypeKind.BigInt)]
    [TestCase("CAST(x AS BIGINT)", "free", SqlTypeKind.BigInt)]
    [TestCase("cast(x, \"float\")", "free", SqlTypeKind.Float)]
    public void The_static_type_of(string expression, string source, SqlTypeKind expected) =>
        Assert.That(Bind.Expression(expression, source).Type.Kind, Is.EqualTo(expected));

    [TestCase("a > 1", false)]
    [TestCase("a + 1", true)]
    [TestCase("1 + 1", false)]
    [TestCase("a IS NULL", false)]
    [TestCase("NOT ok", true)]
    [TestCase("CASE WHEN ok THEN 1 END", true)]
    [TestCase("CASE WHEN ok THEN 1 ELSE 2 END", false)]
    [TestCase("sin(b)", true)]
    [TestCase("sin(1)", false)]
    public void It_may_be_null(string expression, bool expected) => Assert.That(Bind.Expression(expression).IsNullable, Is.EqualTo(expected));

    [TestCase("meta(topic)", "meta(topic)")]
    [TestCase("meta(demo.topic)", "meta(demo.topic)")]
    [TestCase("meta(device->id)", "meta(device->id)")]
    [TestCase("meta(*)", "meta(*)")]
    [TestCase("mqtt(topic)", "mqtt(meta(topic))")]
    public void Metadata_has_names_of_its_own(string expression, string expected) => Assert.That(BoundText.Of(Bind.Expression(expression)), Is.EqualTo(expected));

    [Test]
    public void A_query_in_from_is_a_source_with_the_columns_of_its_output()
    {
        var select = Bind.Select("WITH hot AS (SELECT a, b * 2 AS twice FROM demo WHERE b > 30) SELECT h.twice FROM hot AS h WHERE a > 1");

        Assert.That(select.Sources[0].Stream.Columns.Select(static column => $"{column.Name} {column.Type}"), Is.EqualTo(new[] { "a bigint", "twice float" }));
        Assert.That(select.Derived.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_wildcard_over_a_schemaless_source_keeps_the_names_of_a_query_open() =>
        Assert.That(Bind.Select("SELECT anything FROM (SELECT *, 1 AS one FROM free) AS q").Sources[0].Stream.IsSchemaless, Is.True);
}
