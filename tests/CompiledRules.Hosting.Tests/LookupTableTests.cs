using System.Collections.Immutable;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Hosting.Tests;

/// <summary>What a rule asks a lookup table, and what it remembers of the answers.</summary>
public sealed class LookupTableTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Equal_keys_of_a_batch_are_asked_for_once()
    {
        var rooms = new Rooms();
        var table = Open(rooms);

        var answers = await AskAsync(table, 1L, 2L, 1.0, 1L);

        Assert.That(rooms.Asked, Is.EqualTo(new[] { "1 2" }));
        Assert.That(answers.Select(static answer => answer.Rows![0].Slots[0].AsString()), Is.EqualTo(new[] { "room 1", "room 2", "room 1", "room 1" }));
    }

    [Test]
    public async Task Answers_are_believed_as_long_as_they_live()
    {
        var rooms = new Rooms();
        var table = Open(rooms, new LookupCacheOptions(true, TimeSpan.FromSeconds(10), false, 100));
        await AskAsync(table, 1L);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(table.TryFind([1.0], out var rows), Is.True);
        Assert.That(rows![0].Slots[0].AsString(), Is.EqualTo("room 1"));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(table.TryFind([1L], out _), Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task That_there_is_no_row_is_remembered_where_the_options_say_so(bool keepsMissingKeys)
    {
        var table = Open(new Rooms(), new LookupCacheOptions(true, TimeSpan.Zero, keepsMissingKeys, 100));

        var answers = await AskAsync(table, 13L);

        Assert.That(answers[0].Rows, Is.Empty);
        Assert.That(table.TryFind([13L], out _), Is.EqualTo(keepsMissingKeys));
    }

    [Test]
    public async Task The_oldest_answer_goes_first()
    {
        var table = Open(new Rooms(), new LookupCacheOptions(true, TimeSpan.Zero, false, 2));

        await AskAsync(table, 1L, 2L, 3L);

        Assert.That(new[] { 1L, 2L, 3L }.Select(key => table.TryFind([key], out _)), Is.EqualTo(new[] { false, true, true }));
    }

    [Test]
    public async Task Without_a_cache_every_question_goes_to_the_table()
    {
        var rooms = new Rooms();
        var table = Open(rooms);

        await AskAsync(table, 1L);
        await AskAsync(table, 1L);

        Assert.That(rooms.Asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_table_in_memory_answers_on_the_spot_once_it_is_connected()
    {
        var rooms = new Rooms { AnswersAtOnce = true };
        var table = Open(rooms);
        Assert.That(table.TryFind([1L], out _), Is.False);

        table.Open();

        Assert.That(table.TryFind([1L], out var rows), Is.True);
        Assert.That(rows, Has.Count.EqualTo(1));
        await table.DisposeAsync();
    }

    [Test]
    public async Task A_table_that_was_away_is_connected_with_the_next_question()
    {
        var rooms = new Rooms { IsAway = true };
        var table = Open(rooms);
        table.Open();

        Assert.That(async () => await AskAsync(table, 1L), Throws.TypeOf<IOException>());

        rooms.IsAway = false;
        Assert.That((await AskAsync(table, 1L))[0].Rows, Has.Count.EqualTo(1));
    }

    [Test]
    public void Options_stand_in_an_object_or_beside_those_of_the_connector()
    {
        var nested = new StreamSettings("rooms", "sql", [new("EXTRA", """{"lookup": {"cache": true, "cacheTtl": "2s", "cacheMissingKey": true}}""")], RowSchema.Schemaless);
        var flat = new StreamSettings("rooms", "sql", [new("cache", "true"), new("cacheTtl", "500"), new("cacheCapacity", 5L)], RowSchema.Schemaless);

        Assert.That(LookupCacheOptions.Read(nested), Is.EqualTo(new LookupCacheOptions(true, TimeSpan.FromSeconds(2), true, 10_000)));
        Assert.That(LookupCacheOptions.Read(flat), Is.EqualTo(new LookupCacheOptions(true, TimeSpan.FromMilliseconds(500), false, 5)));
        Assert.That(LookupCacheOptions.Read(flat with { Options = [] }).IsOn, Is.False);
    }

    private LookupTable Open(Rooms rooms, LookupCacheOptions? cache = null) => new(
        rooms, new LookupRequest("rooms", ["id"], new RowLayout(["name"])), RowSchema.Schemaless, cache is null ? null : new LookupCache(cache, _time));

    private static async Task<TableAnswer[]> AskAsync(LookupTable table, params SqlValue[] keys)
    {
        var answers = new TableAnswer[keys.Length];
        await table.FindAsync(keys.Select(static key => new[] { key }).ToArray(), answers, CancellationToken.None);
        return answers;
    }

    /// <summary>A room for every number but the unlucky one.</summary>
    private sealed class Rooms : ILookup
    {
        public bool AnswersAtOnce { get; init; }

        public bool IsAway { get; set; }

        /// <summary>The keys of each question.</summary>
        public List<string> Asked { get; } = [];

        public ValueTask ConnectAsync(CancellationToken cancellation) => IsAway ? throw new IOException("away") : default;

        public ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(
            ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation)
        {
            Asked.Add(string.Join(' ', keys.Select(static key => key[0])));
            IReadOnlyList<IReadOnlyList<SqlObject>> found =
                [.. keys.Select(static key => key[0] == 13L ? [] : new[] { SqlObject.FromArrays(["name"], [$"room {key[0]}"]) })];
            return ValueTask.FromResult(found);
        }

        public ValueTask DisposeAsync() => default;
    }
}
