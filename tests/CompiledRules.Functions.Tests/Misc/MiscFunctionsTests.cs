using CompiledRules.Functions.Misc;

namespace CompiledRules.Functions.Tests.Misc;

public sealed class MiscFunctionsTests
{
    private readonly RuleContext _context = new() { Range = new WindowRange(1, 2, 3) };

    [Test]
    public void Coalesce_is_the_first_that_is_not_null()
    {
        Assert.That(MiscFunctions.Coalesce(SqlValue.Null, SqlValue.Missing, "dd", 1), Is.EqualTo(SqlValue.From("dd")));
        Assert.That(MiscFunctions.Coalesce(SqlValue.Missing), Is.EqualTo(SqlValue.Null));
    }

    [Test]
    public void Isnull_takes_missing_for_null_and_empty_for_a_value()
    {
        Assert.That(MiscFunctions.IsNull(SqlValue.Missing), Is.True);
        Assert.That(MiscFunctions.IsNull(SqlValue.Null), Is.True);
        Assert.That(MiscFunctions.IsNull(SqlArray.Empty), Is.False);
    }

    [Test]
    public void The_rule_and_its_clock()
    {
        Assert.That(MiscFunctions.RuleId(_context), Is.EqualTo("rule0"));
        Assert.That(MiscFunctions.RuleStart(_context), Is.EqualTo(12345));
        Assert.That(MiscFunctions.EventTime(_context), Is.EqualTo(678));
        Assert.That(MiscFunctions.Timestamp(_context), Is.EqualTo(_context.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    [Test]
    public void Window_bounds_are_null_outside_a_window()
    {
        Assert.That(MiscFunctions.WindowStart(_context), Is.EqualTo(1));
        Assert.That(MiscFunctions.WindowEnd(_context), Is.EqualTo(2));
        Assert.That(MiscFunctions.WindowTrigger(_context), Is.EqualTo(3));
        Assert.That(MiscFunctions.WindowStart(new RuleContext()), Is.Null);
    }

    [Test]
    public void Newuuid_differs_each_time()
    {
        var first = MiscFunctions.NewUuid(_context);

        Assert.That(Guid.TryParse(first, out _), Is.True);
        Assert.That(MiscFunctions.NewUuid(_context), Is.Not.EqualTo(first));
    }

    [Test]
    public void Get_keyed_state_casts_what_is_kept_and_leaves_the_fallback()
    {
        _context.Kept["a"] = "12";

        Assert.That(MiscFunctions.GetKeyedState(_context, "a", "bigint", SqlValue.Null), Is.EqualTo(SqlValue.From(12)));
        Assert.That(MiscFunctions.GetKeyedState(_context, "b", "bigint", "none"), Is.EqualTo(SqlValue.From("none")));
        Assert.That(() => MiscFunctions.GetKeyedState(_context, "a", "datetime2", 0), Throws.TypeOf<SqlException>());
    }

    [Test]
    public void Delay_of_nothing_gives_its_value() => Assert.That(MiscFunctions.Delay(_context, 0, "bar"), Is.EqualTo(SqlValue.From("bar")));

    [Test]
    public void Delay_refuses_negative_times() => Assert.That(() => MiscFunctions.Delay(_context, -1, "bar"), Throws.TypeOf<SqlException>());

    [Test]
    public void Props_know_the_time_and_new_numbers()
    {
        var first = MiscFunctions.Props(_context, "snowflake");

        Assert.That(MiscFunctions.Props(_context, "snowflake"), Is.Not.EqualTo(first));
        Assert.That(MiscFunctions.Props(_context, "et"), Is.EqualTo("1709209845000"));
        Assert.That(() => MiscFunctions.Props(_context, "no_such_key_is_set"), Throws.TypeOf<SqlException>().With.Message.Contains("no_such_key_is_set"));
    }
}
