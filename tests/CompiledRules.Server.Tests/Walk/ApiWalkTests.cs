using System.Text.RegularExpressions;

namespace CompiledRules.Server.Tests.Walk;

/// <summary>Every endpoint, with documented requests and replies, from the files of the folder <c>walk</c>.</summary>
[TestFixture]
public sealed class ApiWalkTests
{
    private static string Folder => Path.Combine(TestContext.CurrentContext.TestDirectory, "walk");

    [Test]
    public async Task Every_endpoint_answers_as_documented()
    {
        await using var server = await TestServer.StartAsync();
        var steps = Directory.EnumerateFiles(Folder, "*.http").Order(StringComparer.Ordinal).SelectMany(WalkStep.Read).ToList();
        var differences = new List<string>();

        foreach (var step in steps)
        {
            var (status, text) = await server.SendAsync(step.Method, step.Path, step.Body);
            if (step.Differs((int)status, text) is { } difference)
                differences.Add($"{step.Place} {step.Method} {step.Path}: {difference}");
        }

        Assert.That(string.Join('\n', differences), Is.Empty);
        Assert.That(await OperationsOf(server).Where(operation => !steps.Exists(operation.Matches)).Select(static operation => operation.ToString()).ToListAsync(), Is.Empty, "operations that no step walks");
        TestContext.Progress.WriteLine($"{steps.Count} requests");
    }

    // The end of the server is the end of the walk.
    private static async IAsyncEnumerable<Operation> OperationsOf(TestServer server)
    {
        foreach (var (path, methods) in (await server.GetJsonAsync("/openapi"))["paths"]!.AsObject())
        {
            foreach (var method in methods!.AsObject().Where(_ => path != "/stop"))
                yield return new Operation(method.Key.ToUpperInvariant(), path);
        }
    }

    private sealed record Operation(string Method, string Path)
    {
        private readonly Regex _pattern = new($"^{Regex.Replace(Regex.Escape(Path), @"\\\{[^/]*?}", "[^/?]+")}(\\?.*)?$");

        public bool Matches(WalkStep step) => step.Method == Method && _pattern.IsMatch(step.Path);
    }
}
