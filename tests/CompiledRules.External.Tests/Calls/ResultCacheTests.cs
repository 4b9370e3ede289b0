using CompiledRules.External.Calls;
using CompiledRules.External.Definitions;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.External.Tests.Calls;

public sealed class ResultCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void A_result_lives_for_its_time()
    {
        var cache = new ResultCache(new CacheOptions(TimeSpan.FromSeconds(10), 5), _time);
        cache.Put(["a", 1L], "result");

        _time.Advance(TimeSpan.FromSeconds(9.9));
        var before = cache.TryGet(["a", 1L], out var value);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var after = cache.TryGet(["a", 1L], out _);

        Assert.That((before, value, after), Is.EqualTo((true, (SqlValue)"result", false)));
    }

    [Test]
    public void Arguments_of_another_kind_are_other_arguments()
    {
        var cache = new ResultCache(new CacheOptions(TimeSpan.FromSeconds(10), 5), _time);
        cache.Put([1L], "integer");

        Assert.That(cache.TryGet([1.0], out _), Is.False);
    }

    [Test]
    public void The_one_used_longest_ago_goes_first()
    {
        var cache = new ResultCache(new CacheOptions(TimeSpan.FromSeconds(10), 2), _time);
        cache.Put([1L], 1L);
        cache.Put([2L], 2L);
        cache.TryGet([1L], out _);
        cache.Put([3L], 3L);

        Assert.That(new[] { 1L, 2L, 3L }.Select(key => cache.TryGet([key], out _)), Is.EqualTo(new[] { true, false, true }));
    }
}
