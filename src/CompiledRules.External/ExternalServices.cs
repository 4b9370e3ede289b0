using System.Collections.Concurrent;
using System.Collections.Immutable;
using CompiledRules.External.Calls;
using CompiledRules.External.Definitions;

namespace CompiledRules.External;

/// <summary>The external services of a host and their functions. Safe to use from any thread.</summary>
public sealed class ExternalServices(ExternalServicesOptions options) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveService> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ExternalFunction> _functions = new(StringComparer.Ordinal);

    /// <summary>By name of the service.</summary>
    public ImmutableArray<ServiceDefinition> Services
    {
        get
        {
            lock (_gate)
                return [.. _services.Values.Select(static service => service.Definition).OrderBy(static definition => definition.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>By name in SQL.</summary>
    public ImmutableArray<ExternalFunction> Functions => [.. _functions.Values.OrderBy(static function => function.Name, StringComparer.Ordinal)];

    public ExternalFunction? Find(string function) => _functions.GetValueOrDefault(function);

    /// <summary>Adds every <c>*.json</c> of <paramref name="folder"/>, whose schemas stand in its folder <c>schemas</c>. A broken service is left out.</summary>
    /// <returns>What is wrong with those left out.</returns>
    public ImmutableArray<ServiceProblem> AddFolder(string folder)
    {
        var problems = ImmutableArray.CreateBuilder<ServiceProblem>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                Add(ServiceReader.Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file), Path.Combine(folder, "schemas")));
            }
            catch (ServiceDefinitionException error)
            {
                problems.AddRange(error.Problems);
            }
        }

        return problems.ToImmutable();
    }

    /// <summary>Adds a service, or replaces the one of that name: rules that call its functions go on with the new one, and calls under way end on the old.</summary>
    /// <exception cref="ServiceDefinitionException">Another service has a function of one of its names; then nothing changes.</exception>
    public void Add(ServiceDefinition definition)
    {
        LiveService? old;
        lock (_gate)
        {
            RefuseClashes(definition);
            var live = new LiveService(definition, options);
            _services.TryGetValue(definition.Name, out old);
            _services[definition.Name] = live;
            foreach (var (owner, call) in live.Calls)
                Publish(definition.Name, owner, call);
            RemoveFunctions(definition.Name, live);
        }

        old?.Retire();
    }

    /// <returns>False where there is no such service.</returns>
    public bool Remove(string service)
    {
        LiveService? live;
        lock (_gate)
        {
            if (!_services.Remove(service, out live))
                return false;

            RemoveFunctions(service, null);
        }

        live.Retire();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        LiveService[] services;
        lock (_gate)
        {
            services = [.. _services.Values];
            foreach (var name in _services.Keys)
                RemoveFunctions(name, null);
            _services.Clear();
        }

        foreach (var service in services)
            await service.DisposeAsync().ConfigureAwait(false);
    }

    private void Publish(string service, InterfaceDefinition owner, FunctionCall call)
    {
        if (_functions.TryGetValue(call.Definition.Name, out var existing))
            existing.Assign(service, owner, call);
        else
            _functions[call.Definition.Name] = new ExternalFunction(service, owner, call);
    }

    private void RemoveFunctions(string service, LiveService? except)
    {
        foreach (var function in _functions.Values.Where(function => function.Service == service && except?.Has(function.Name) != true))
        {
            _functions.TryRemove(function.Name, out _);
            function.Clear();
        }
    }

    private void RefuseClashes(ServiceDefinition definition)
    {
        var problems = definition.Interfaces.SelectMany(static owner => owner.Functions)
            .Select(function => _functions.GetValueOrDefault(function.Name))
            .Where(other => other is not null && other.Service != definition.Name)
            .Select(other => new ServiceProblem(definition.Name + ".json", 0, $"The function '{other!.Name}' is already that of service '{other.Service}'", "Rename it under functions: { \"name\": …, \"serviceName\": … }"))
            .ToImmutableArray();
        if (!problems.IsEmpty)
            throw new ServiceDefinitionException(problems);
    }
}
