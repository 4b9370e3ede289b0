using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Tests.Planning;

/// <summary>Where in a plan the calls into other processes are made.</summary>
public sealed class RemoteCallsTests
{
    [Test]
    public void A_call_is_a_step_before_the_one_that_needs_it() => Assert.That(PlanText.Of("SELECT ask(a) + 1 AS x FROM demo"), Is.EqualTo("""
        Project ask(demo.a) + 1 AS x
          Remote ask(demo.a)
            Scan demo [a bigint]
        """));

    [Test]
    public void Equal_calls_are_made_once_by_the_first_step_that_needs_them() => Assert.That(
        PlanText.Of("SELECT ask(a) AS x, ask(b) AS y FROM demo WHERE ask(a) > 1 AND b > 2"), Is.EqualTo("""
        Project ask(demo.a) AS x, ask(demo.b) AS y
          Remote ask(demo.b)
            Filter ask(demo.a) > 1
              Remote ask(demo.a)
                Filter demo.b > 2
                  Scan demo [a bigint, b float]
        """));

    [Test]
    public void A_call_of_a_result_is_a_step_behind_it() => Assert.That(PlanText.Of("SELECT ask(tell(a)) AS x, tell(b) AS y FROM demo"), Is.EqualTo("""
        Project ask(tell(demo.a)) AS x, tell(demo.b) AS y
          Remote ask(tell(demo.a))
            Remote tell(demo.a), tell(demo.b)
              Scan demo [a bigint, b float]
        """));

    [Test]
    public void An_alias_shows_its_call_wherever_it_is_used() => Assert.That(PlanText.Of("SELECT ask(a) AS x, x + 1 AS y FROM demo WHERE x > 2"), Is.EqualTo("""
        Project ask(demo.a) AS x, x + 1 AS y
          Filter x > 2
            Remote ask(demo.a)
              Scan demo [a bigint]
        """));

    [Test]
    public void Branches_are_conditions_of_their_calls() => Assert.That(
        PlanText.Of("SELECT CASE WHEN a > 1 THEN ask(a) ELSE ask(b) END AS x FROM demo"), Does.Contain(
            "Remote ask(demo.a) if CASE WHEN demo.a > 1 THEN TRUE ELSE FALSE END, ask(demo.b) if CASE WHEN demo.a > 1 THEN FALSE ELSE TRUE END"));

    [Test]
    public void A_call_that_is_needed_anyway_has_no_condition() => Assert.That(
        PlanText.Of("SELECT CASE WHEN a > 1 THEN ask(a) ELSE 0 END AS x, ask(a) AS y FROM demo"), Does.Contain("  Remote ask(demo.a)\n"));

    [Test]
    public void A_condition_with_a_call_makes_its_branch_wait() => Assert.That(
        PlanText.Of("SELECT a FROM demo WHERE tell(a) > 1 OR ask(a) > 2"), Is.EqualTo("""
        Project demo.a
          Filter (tell(demo.a) > 1) OR (ask(demo.a) > 2)
            Remote ask(demo.a) if CASE WHEN tell(demo.a) > 1 THEN FALSE ELSE TRUE END
              Remote tell(demo.a)
                Scan demo [a bigint]
        """));

    [Test]
    public void Calls_on_rows_are_made_before_their_window_and_those_on_groups_behind_it() => Assert.That(
        PlanText.Of("SELECT tell(b) AS key, ask(sum(ask(a))) AS s FROM demo GROUP BY b, TUMBLINGWINDOW(ss, 1) HAVING ask(sum(ask(a))) > 2"), Is.EqualTo("""
        Project tell(demo.b) AS key, ask(sum(ask(demo.a))) AS s
          Remote tell(demo.b)
            Having ask(sum(ask(demo.a))) > 2
              Remote ask(sum(ask(demo.a)))
                Aggregate sum(ask(demo.a)) by demo.b
                  Window Tumbling Second 1
                    Remote ask(demo.a)
                      Scan demo [a bigint, b float]
        """));

    [Test]
    public void A_call_in_ON_is_made_for_the_rows_of_its_stream() => Assert.That(
        PlanText.Of("SELECT demo.c FROM demo LEFT JOIN other ON ask(demo.a) = other.a GROUP BY TUMBLINGWINDOW(ss, 1)"), Is.EqualTo("""
        Project demo.c
          LeftJoin other on ask(demo.a) = other.a
            Window Tumbling Second 1
              Remote ask(demo.a) of demo
                Merge
                  Scan demo [a bigint, c string]
                  Scan other [a bigint]
        """));

    [Test]
    public void A_call_on_both_sides_of_a_join_is_made_behind_it() => Assert.That(
        PlanText.Of("SELECT demo.c FROM demo INNER JOIN other ON demo.a = other.a WHERE ask(demo.a + other.a) > 1 GROUP BY TUMBLINGWINDOW(ss, 1)"), Does.StartWith("""
        Project demo.c
          Filter ask(demo.a + other.a) > 1
            Remote ask(demo.a + other.a)
              InnerJoin other on demo.a = other.a
        """));

    [Test]
    public void A_call_on_a_table_is_made_behind_its_join() => Assert.That(
        PlanText.Of("SELECT demo.c FROM demo INNER JOIN kept ON demo.a = kept.id WHERE ask(kept.id) > 1"), Does.StartWith("""
        Project demo.c
          Filter ask(kept.id) > 1
            Remote ask(kept.id)
              InnerJoin kept on demo.a = kept.id
        """));

    [Test]
    public void What_a_lookup_gave_is_called_with_behind_it() => Assert.That(
        PlanText.Of("SELECT demo.c FROM demo INNER JOIN asked ON ask(demo.a) = asked.id AND ask(asked.size) > 1"), Is.EqualTo("""
        Project demo.c
          Filter ask(asked.size) > 1
            Remote ask(asked.size)
              InnerLookup asked [size] by id = ask(demo.a)
                Remote ask(demo.a)
                  Scan demo [a bigint, c string]
        """));

    [Test]
    public void An_aggregate_of_another_process_takes_the_values_of_its_group() => Assert.That(
        PlanText.Of("SELECT ask_all(a) AS x FROM demo GROUP BY TUMBLINGWINDOW(ss, 1)"), Is.EqualTo("""
        Project ask_all(collect(demo.a)) AS x
          Remote ask_all(collect(demo.a))
            Aggregate collect(demo.a)
              Window Tumbling Second 1
                Scan demo [a bigint]
        """));

    [Test]
    public void Queries_in_FROM_make_their_own_calls() => Assert.That(
        PlanText.Of("SELECT ask(x) AS y FROM (SELECT ask(a) AS x FROM demo) AS inside"), Is.EqualTo("""
        Project ask(inside.x) AS y
          Remote ask(inside.x)
            Derived inside
              Project ask(demo.a) AS x
                Remote ask(demo.a)
                  Scan demo [a bigint]
        """));

    [Test]
    public void Plans_without_calls_have_no_such_step() =>
        Assert.That(Binding.Bind.Statement("SELECT a FROM demo").Explain(RuleOptions.Default).Select(static step => step.Name), Has.None.EqualTo("RemoteCalls"));
}
