using CompiledRules.Hosting.Output;

namespace CompiledRules.Hosting.Tests;

/// <summary>What waits on disk for a sink.</summary>
public sealed class SinkPagesTests
{
    [Test]
    public void Page_that_is_written_while_another_is_delivered_outlives_it()
    {
        var folder = Directory.CreateTempSubdirectory("compiledrules-");
        try
        {
            var pages = new SinkPages(folder.FullName, new SinkCache(0, PageSize: 2, MaximumPages: 10, IsCleanedAtStop: false));
            Assert.That((pages.Add(Row(1)), pages.Add(Row(2)), pages.Take(out _, out _).Count), Is.EqualTo((0, 0, 2)));

            pages.Add(Row(3));
            pages.Add(Row(4));
            pages.Release();

            var second = pages.Take(out var isOnDisk, out var lost);
            Assert.That((isOnDisk, lost, string.Concat(second.Select(static rows => rows[0]["n"].ToString()))), Is.EqualTo((true, 0, "34")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<SqlObject> Row(long number) => [SqlObject.FromArrays(["n"], [number])];
}
