using CompiledRules.Functions.Triggers;

namespace CompiledRules.Functions.Tests.Triggers;

public sealed class DedupTriggerTests
{
    [Test]
    public void Rows_wait_for_the_end_of_their_range()
    {
        var trigger = new DedupTrigger(expire: 1000);
        trigger.Request(Row("late"), 100, 300);
        trigger.Request(Row("early"), 100, 200);

        Assert.That(trigger.NextDue, Is.EqualTo(200));
        Assert.That(Release(trigger, 199), Is.EqualTo(""));
        Assert.That(Release(trigger, 300), Is.EqualTo("early 100-200; late 200-300"));
        Assert.That(trigger.NextDue, Is.Null);
    }

    [Test]
    public void Parts_that_are_claimed_are_left_out()
    {
        var trigger = new DedupTrigger(expire: 1000);
        trigger.Request(Row("a"), 100, 200);
        trigger.Request(Row("b"), 300, 400);
        trigger.Request(Row("c"), 50, 500);
        trigger.Request(Row("d"), 120, 600);
        trigger.Request(Row("e"), 510, 590);

        Assert.That(Release(trigger, 600), Is.EqualTo("a 100-200; b 300-400; c 50-100,200-300,400-500; e 510-590; d 500-510,590-600"));
    }

    [Test]
    public void Claimed_ranges_give_null()
    {
        var trigger = new DedupTrigger(expire: 1000);
        trigger.Request(Row("a"), 100, 200);
        trigger.Request(Row("b"), 120, 200);

        Assert.That(Release(trigger, 200), Is.EqualTo("a 100-200; b null"));
    }

    [Test]
    public void Expired_parts_are_not_asked_for()
    {
        var trigger = new DedupTrigger(expire: 100);
        trigger.Request(Row("old"), 0, 50);
        trigger.Request(Row("half"), 100, 200);

        Assert.That(Release(trigger, 250), Is.EqualTo("old null; half 150-200"));
    }

    [Test]
    public void Ranges_have_a_length()
    {
        var trigger = new DedupTrigger(expire: 100);

        Assert.That(() => trigger.Request(Row("a"), 200, 200), Throws.TypeOf<SqlException>());
        Assert.That(trigger.NextDue, Is.Null);
    }

    [Test]
    public void Goes_on_after_a_checkpoint()
    {
        var trigger = new DedupTrigger(expire: 1000);
        trigger.Request(Row("a"), 100, 200);
        Release(trigger, 200);
        trigger.Request(Row("b"), 150, 300);
        var tape = new StateTape();
        trigger.Save(tape);
        var restored = new DedupTrigger(expire: 1000);
        restored.Load(tape);

        Assert.That(Release(restored, 300), Is.EqualTo("b 200-300"));
    }

    private static SqlObject Row(string name) => SqlObject.FromArrays(["name"], [name]);

    private static string Release(DedupTrigger trigger, long now)
    {
        var released = new List<string>();
        while (trigger.TryRelease(now, out var row, out var ranges))
        {
            var text = ranges is null ? "null" : string.Join(",", ranges.Select(static range => $"{range.AsObject()["start_key"]}-{range.AsObject()["end_key"]}"));
            released.Add($"{row["name"]} {text}");
        }

        return string.Join("; ", released);
    }
}
