namespace CompiledRules.BuiltRules.Tests;

/// <summary>Rules over sequences that are pulled.</summary>
public sealed class PulledRuleTests
{
    [Test]
    public async Task Results_come_with_the_rows_that_they_are_made_of()
    {
        var asked = 0;
        var changes = new List<(string?, double?)>();
        await foreach (var change in Rules.Changes(Count()))
        {
            changes.Add((change.Room, change.before));
            Assert.That(asked, Is.EqualTo(changes.Count), "the next row is asked for when the result of the one before is taken");
        }

        Assert.That(changes, Is.EqualTo(new (string?, double?)[] { ("1", null), ("2", 1), ("3", 2) }));

        async IAsyncEnumerable<Reading> Count()
        {
            while (asked < 3)
            {
                asked++;
                await Task.Yield();
                yield return new Reading($"{asked}", asked);
            }
        }
    }

    [Test]
    public async Task Windows_are_emitted_at_the_end()
    {
        var hottest = new List<Hottest>();
        await foreach (var row in Rules.HottestRooms(Of(new Reading("lab", 20), new Reading("lab", 21))))
            hottest.Add(row);

        Assert.That(hottest.Single().hottest, Is.EqualTo(21));
    }

    [Test]
    public void Failing_source_fails_the_enumeration() => Assert.That(
        async () =>
        {
            await foreach (var _ in Rules.Changes(Failing()))
            {
                // Nothing is done with the one result.
            }
        },
        Throws.TypeOf<IOException>());

    [Test]
    public async Task Enumeration_that_is_left_ends_the_source()
    {
        var isEnded = false;
        await foreach (var _ in Rules.Changes(Endless()))
            break;

        Assert.That(isEnded);

        async IAsyncEnumerable<Reading> Endless()
        {
            try
            {
                while (true)
                {
                    await Task.Yield();
                    yield return new Reading("lab", 1);
                }
            }
            finally
            {
                isEnded = true;
            }
        }
    }

    private static async IAsyncEnumerable<Reading> Of(params Reading[] readings)
    {
        foreach (var reading in readings)
        {
            await Task.Yield();
            yield return reading;
        }
    }

    private static async IAsyncEnumerable<Reading> Failing()
    {
        await Task.Yield();
        yield return new Reading("lab", 1);
        throw new IOException("the line is dead");
    }
}
