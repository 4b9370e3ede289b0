using CompiledRules.Runtime.Calls;

namespace CompiledRules.External.Benchmarks;

/// <summary>Calls a function as a rule does: bounded, in the order of input, on one loop.</summary>
internal static class FunctionRun
{
    public static ExternalServices Open(string protocol, int port, string options = "") =>
        Open($$"""{ "interfaces": { "scoring": { "address": "{{(protocol == "rest" ? "http" : "tcp")}}://localhost:{{port}}", "protocol": "{{protocol}}", "schemaType": "protobuf", "schemaFile": "scoring.proto", "options": { {{options}} } } } }""");

    public static async Task<double> SumAsync(IRemoteFunction function, int rows, int inFlight)
    {
        using var signal = new SemaphoreSlim(0);
        using var pending = new PendingCalls<int, RemoteResult>(
            (row, cancellation) => function.InvokeAsync(["lab", row * 0.5, (long)row], cancellation), inFlight, CallOrder.Input, () => signal.Release());
        var sum = 0.0;
        for (int next = 0, taken = 0; taken < rows;)
        {
            while (next < rows && pending.HasRoom)
                pending.Start(next++);
            if (!pending.TryTake(out var row, out var result))
            {
                await signal.WaitAsync();
                continue;
            }

            if (row != taken++)
                throw new InvalidOperationException("Out of order");
            sum += result.Error is null ? result.Value.AsObject().Values[0].AsFloat() : 1;
        }

        return sum;
    }

    private static ExternalServices Open(string json)
    {
        var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        services.Add(Definitions.ServiceReader.Read("scoring", json, Path.Combine(AppContext.BaseDirectory, "Services", "schemas")));
        return services;
    }
}
