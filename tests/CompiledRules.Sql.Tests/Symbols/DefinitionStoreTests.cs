using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Tests.Syntax;

namespace CompiledRules.Sql.Tests.Symbols;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DefinitionStoreTests
{
    private readonly DefinitionStore _store = new();

    [Test]
    public void Streams_and_tables_share_one_name_space()
    {
        Run("CREATE STREAM a () WITH (DATASOURCE=\"x\")");

        Assert.That(Run("CREATE TABLE a () WITH (DATASOURCE=\"x\")").Lines[0], Is.EqualTo("Create table fails: Item a already exists."));
        Assert.That(Run("DESCRIBE TABLE a").IsError, Is.True);
        Assert.That(Run("SHOW TABLES").Lines[0], Is.EqualTo("No table definitions are found."));
    }

    [Test]
    public void Show_lists_names_in_order()
    {
        Run("CREATE STREAM b () WITH (DATASOURCE=\"x\")");
        Run("CREATE STREAM `a-b` () WITH (DATASOURCE=\"x\")");
        Run("CREATE TABLE c () WITH (DATASOURCE=\"x\")");

        Assert.That(Run("SHOW STREAMS").Lines, Is.EqualTo(new[] { "a-b", "b" }));
    }

    [Test]
    public void Describe_writes_columns_with_defaults_and_the_options_that_are_set()
    {
        Run("CREATE STREAM a (b BIGINT DEFAULT 7, c STRUCT(d ARRAY(FLOAT))) WITH (FORMAT=\"json\", DATASOURCE=\"x\", SHARED=TRUE, TEMP=\"false\")");

        Assert.That(Run("DESCRIBE STREAM a").Lines[0], Is.EqualTo(
            "Fields\n" + new string('-', 80) + "\nb\tbigint\tDEFAULT\t7\nc\tstruct(d array(float))\n\nDATASOURCE: x\nFORMAT: json\nSHARED: true\n"));
    }

    [TestCase("CREATE STREAM b () WITH (VERSION=\"2\")", false)]
    [TestCase("CREATE STREAM a () WITH (VERSION=\"2\")", true)]
    [TestCase("CREATE STREAM a () WITH (VERSION=\"1\")", false)]
    [TestCase("CREATE STREAM a () WITH (DATASOURCE=\"x\")", false)]
    [TestCase("CREATE STREAM a () WITH (VERSION=\"2\", SHARED=TRUE)", false)]
    [TestCase("CREATE STREAM a () WITH (VERSION=\"2\", TEMP=TRUE)", false)]
    [TestCase("CREATE TABLE a () WITH (VERSION=\"2\")", false)]
    public void Replace_takes_only_a_later_version_of_the_same(string text, bool expected)
    {
        Run("CREATE STREAM a () WITH (VERSION=\"1\")");

        var result = _store.Replace("a", Parsed.Definition<CreateStatementSyntax>(text));

        Assert.That(result.IsError, Is.EqualTo(!expected), result.Lines[0]);
        Assert.That(_store.Find("a")!.Option("version"), Is.EqualTo(expected ? "2" : "1"));
    }

    [TestCase("CREATE STREAM a () WITH (DATASOURCE=\"x\")", StreamKind.Stream)]
    [TestCase("CREATE TABLE a () WITH (DATASOURCE=\"x\")", StreamKind.ScanTable)]
    [TestCase("CREATE TABLE a () WITH (KIND=\"Lookup\", DATASOURCE=\"x\")", StreamKind.LookupTable)]
    public void Kind_of_a_definition(string text, StreamKind expected)
    {
        Run(text);

        Assert.That(_store.Find("a")!.Kind, Is.EqualTo(expected));
        Assert.That(_store.Find("a")!.IsSchemaless, Is.True);
    }

    [Test]
    public void A_name_with_other_characters_is_refused() =>
        Assert.That(Run("CREATE STREAM `a.b` () WITH (DATASOURCE=\"x\")").Lines[0], Does.StartWith("id 'a.b' contains invalid characters"));

    [Test]
    public void Columns_as_json()
    {
        Run("CREATE STREAM a (`b\"c` BIGINT, d ARRAY(STRUCT(e STRING))) WITH (DATASOURCE=\"x\")");

        Assert.That(DefinitionText.ToJson(_store.Find("a")!.Columns), Is.EqualTo(
            """[{"FieldType":"bigint","Name":"b\"c"},{"FieldType":{"Type":"array","ElementType":{"Type":"struct","Fields":[{"FieldType":"string","Name":"e"}]}},"Name":"d"}]"""));
    }

    private DefinitionResult Run(string text) => _store.Execute(Parsed.Definition<StatementSyntax>(text));
}
