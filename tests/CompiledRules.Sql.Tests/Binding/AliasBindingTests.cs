using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Tests.Binding;

public sealed class AliasBindingTests
{
    [Test]
    public void Inside_its_own_definition_an_alias_is_the_column_elsewhere_it_is_the_alias()
    {
        var select = Bind.Select("SELECT a + 1 AS a, a + 2 AS s FROM demo WHERE a > 5");

        Assert.That(Definition(select, 0), Is.EqualTo("demo.a + 1"));
        Assert.That(Definition(select, 1), Is.EqualTo("a + 2"));
        Assert.That(((BoundBinary)select.Where!).Left, Is.TypeOf<BoundAlias>());
    }

    [Test]
    public void A_qualified_name_reaches_the_column_behind_an_alias() =>
        Assert.That(BoundText.Of(Bind.Select("SELECT b AS a FROM demo WHERE demo.a > 5").Where!), Is.EqualTo("demo.a > 5"));

    [TestCase("SELECT y + 1 AS x, a AS y FROM demo")]
    [TestCase("SELECT y + 1 AS x, a + 1 AS y FROM free")]
    public void An_alias_may_be_used_before_it_is_defined(string sql) => Assert.That(Definition(Bind.Select(sql), 0), Is.EqualTo("y + 1"));

    [Test]
    public void All_uses_share_one_definition()
    {
        var select = Bind.Select("SELECT a + 1 AS x, x * 2 AS y, x * 3 AS z FROM demo");

        var aliases = select.Columns.SelectMany(BoundTree.Expressions).SelectMany(BoundTree.DescendantsAndSelf).OfType<BoundAlias>().Where(static alias => alias.Alias.Name == "x");
        Assert.That(aliases.Select(static alias => alias.Alias).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase("SELECT a + 1 AS b, b + 1 AS a FROM demo")]
    [TestCase("SELECT a + 1 AS b, b + 1 AS a FROM free")]
    public void Aliases_that_need_each_other_are_refused(string sql) => Assert.That(Bind.Errors(sql), Is.EqualTo("CR2013"));

    [Test]
    public void Aliases_that_use_each_other_twice_stay_small()
    {
        var items = Enumerable.Range(1, 60).Select(static i => $"x{i - 1} + x{i - 1} AS x{i}");

        var compilation = Bind.Statement($"SELECT sum(a) AS x0, {string.Join(", ", items)} FROM demo GROUP BY COUNTWINDOW(2) HAVING x60 > 1");

        Assert.That(compilation.Diagnostics, Is.Empty);
        Assert.That(compilation.Plan, Is.Not.Null);
    }

    [Test]
    public void An_invisible_item_is_used_but_not_shown()
    {
        var select = Bind.Select("SELECT a + 1 AS x INVISIBLE, x FROM demo");

        Assert.That(select.Columns.Items.Cast<BoundValueColumn>().Select(static column => column.IsVisible), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void Aliases_can_be_hidden_from_the_select_list()
    {
        var options = new RuleOptions { PlanOptimizeStrategy = new(DisableAliasRefCal: true) };

        var select = Bind.Select("SELECT a + 1 AS a, a + 2 AS s FROM demo WHERE a > 5", options);

        Assert.That(Definition(select, 1), Is.EqualTo("demo.a + 2"));
        Assert.That(((BoundBinary)select.Where!).Left, Is.TypeOf<BoundAlias>());
    }

    [TestCase("a, b AS x, sin(b), a + 1, COUNT(*), 5, demo.c, next.name", "a, x, sin, kuiper_field_0, count, kuiper_field_1, c, name")]
    [TestCase("next->name, arr[0], `a`, CAST(a AS FLOAT)", "kuiper_field_0, kuiper_field_1, a, cast")]
    [TestCase("myFunction(a), unnest(arr)", "myFunction, unnest")]
    [TestCase("*, unnest(arr) AS x", "*, x")]
    public void Output_names(string columns, string expected) => Assert.That(Bind.Names(columns), Is.EqualTo(expected));

    [TestCase(false, "KeepNull Omit Omit KeepNull")]
    [TestCase(true, "AlwaysNull AlwaysNull Omit AlwaysNull")]
    public void Nulls_of_columns_aliases_and_calls(bool sendNilField, string expected)
    {
        var select = Bind.Select("SELECT a, b AS x, sin(b), demo.c FROM demo", new RuleOptions(SendNilField: sendNilField));

        Assert.That(string.Join(" ", select.Columns.Items.Cast<BoundValueColumn>().Select(static column => column.Nulls)), Is.EqualTo(expected));
    }

    private static string Definition(BoundSelect select, int column) => BoundText.Of(Bind.Unalias(((BoundValueColumn)select.Columns[column]).Expression));
}
