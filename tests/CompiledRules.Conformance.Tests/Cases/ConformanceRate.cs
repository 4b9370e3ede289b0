namespace CompiledRules.Conformance.Tests.Cases;

/// <summary>Runs cases, prints how many hold, and keeps the list of known deviations honest.</summary>
public static class ConformanceRate
{
    /// <summary>Fails when a case fails that is not listed, and when a listed case holds.</summary>
    /// <param name="exceptions">Case id to the reason why it does not hold here; ids that are not among the cases are passed over.</param>
    /// <param name="failureOf">What is wrong, or null where the case holds; an exception is a failure too.</param>
    public static void Check(
        string suite,
        IReadOnlyCollection<ConformanceCase> cases,
        IReadOnlyDictionary<string, string> exceptions,
        Func<ConformanceCase, string?> failureOf)
    {
        var failures = new List<string>();
        var passed = 0;
        foreach (var item in cases)
        {
            var failure = Try(item, failureOf);
            if (failure is null)
                passed++;

            if (failure is not null && !exceptions.ContainsKey(item.Id))
                failures.Add($"{item}\n    {failure}");
            else if (failure is null && exceptions.TryGetValue(item.Id, out var reason))
                failures.Add($"{item}\n    holds, though it is listed as a deviation: {reason}");
        }

        TestContext.Out.WriteLine($"conformance {suite}: {passed}/{cases.Count}");
        Assert.That(failures, Is.Empty, string.Join("\n", failures));
    }

    private static string? Try(ConformanceCase item, Func<ConformanceCase, string?> failureOf)
    {
        try
        {
            return failureOf(item);
        }
        catch (Exception exception) when (exception is not ResultStateException)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }
}
