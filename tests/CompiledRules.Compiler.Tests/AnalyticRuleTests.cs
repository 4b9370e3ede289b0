namespace CompiledRules.Compiler.Tests;

/// <summary>The vectors of the dialect over <c>demo(color, size)</c>: red 3, blue 6, blue 2, yellow 4, red 1.</summary>
public sealed class AnalyticRuleTests
{
    private static readonly (string Color, int Size)[] s_demo = [("red", 3), ("blue", 6), ("blue", 2), ("yellow", 4), ("red", 1)];

    [TestCase("SELECT lag(size) AS lastSize, size, lastSize/size AS changeRate FROM demo WHERE size > 2", "{size:3} {changeRate:0,lastSize:3,size:6} {changeRate:0,lastSize:2,size:4}")]
    [TestCase("SELECT lag(size) OVER(PARTITION BY color) AS lastSize, size FROM demo", "{size:3} {size:6} {lastSize:6,size:2} {size:4} {lastSize:3,size:1}")]
    [TestCase("SELECT lag(size,1,0)+1 AS b, lag(b,1,0), size FROM demo", "{b:1,lag:0,size:3} {b:4,lag:1,size:6} {b:7,lag:4,size:2} {b:3,lag:7,size:4} {b:5,lag:3,size:1}")]
    [TestCase("SELECT changed_cols('tt_', true, color, size) FROM demo", "{tt_color:red,tt_size:3} {tt_color:blue,tt_size:6} {tt_size:2} {tt_color:yellow,tt_size:4} {tt_color:red,tt_size:1}")]
    [TestCase("SELECT acc_sum(size) OVER(PARTITION BY color) AS s FROM demo", "{s:3} {s:6} {s:8} {s:4} {s:4}")]
    [TestCase("SELECT acc_sum(size) OVER(WHEN color = 'red') AS s FROM demo", "{s:3} {s:3} {s:3} {s:3} {s:4}")]
    [TestCase("SELECT last_hit_count() + 1 AS lc FROM demo WHERE size > 3", "{lc:1} {lc:2}")]
    [TestCase("SELECT size, last_hit_count() AS lc FROM demo WHERE size < 4 AND lc < 2", "{lc:0,size:3} {lc:1,size:2}")]
    [TestCase("SELECT had_changed(true, color) AS c FROM demo", "{c:true} {c:true} {c:false} {c:true} {c:true}")]
    public void Statement_gives(string sql, string expected)
    {
        var harness = new RuleHarness(sql);
        foreach (var (color, size) in s_demo)
            harness.Send($$"""{"color":"{{color}}","size":{{size}}}""");

        Assert.That(harness.Errors, Is.Empty);
        Assert.That(harness.Results, Is.EqualTo(expected));
    }

    [Test]
    public void Unnest_makes_a_row_per_element() => Assert.That(
        RuleHarness.Rows("SELECT a, unnest(l) FROM demo", """{"a":0,"l":[{"a":1,"b":2},{"a":3,"b":4},5]}"""), Is.EqualTo("{a:1,b:2} {a:3,b:4} {a:0,unnest:5}"));
}
