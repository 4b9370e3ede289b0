using System.Reactive.Subjects;
using System.Reflection;
using CompiledRules.Connectors;
using CompiledRules.Extensions.Hosting.Application;
using CompiledRules.Extensions.Hosting.Compilation;
using CompiledRules.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace CompiledRules.Extensions.Hosting;

/// <summary>Adds to the rules of an application what only C# can say: its own events and callbacks, connectors and functions.</summary>
public sealed class CompiledRulesBuilder
{
    internal CompiledRulesBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    /// <summary>Adds statements to the options' script.</summary>
    public CompiledRulesBuilder AddScript(string sql)
    {
        Services.Configure<CompiledRulesOptions>(options => options.Script = options.Script.Length == 0 ? sql : $"{options.Script}\n{sql}");
        return this;
    }

    /// <param name="path">Relative to the content root, unless the options say otherwise.</param>
    public CompiledRulesBuilder AddScriptFile(string path)
    {
        Services.Configure<CompiledRulesOptions>(options => options.ScriptFiles.Add(path));
        return this;
    }

    /// <param name="sinks">Names of sinks, of scripts or of the application.</param>
    public CompiledRulesBuilder AddRule(string name, string sql, params string[] sinks)
    {
        Services.Configure<CompiledRulesOptions>(options =>
        {
            var entry = new RuleEntry { Sql = sql };
            foreach (var sink in sinks)
                entry.Sinks.Add(sink);
            options.Rules[name] = entry;
        });
        return this;
    }

    /// <summary>Declares a stream whose rows are the events of an <see cref="IObservable{T}"/>; its columns are the public properties of <typeparamref name="T"/>.</summary>
    /// <param name="name">The stream's name in SQL, and the key under which the observable is looked for first.</param>
    /// <param name="observable">Gives the observable, once for each rule that reads the stream; null for a service of the application.</param>
    /// <param name="timestamp">The property with the time of an event, for rules in event time; null for none.</param>
    public CompiledRulesBuilder AddSource<T>(string name, Func<IServiceProvider, IObservable<T>>? observable = null, string? timestamp = null)
    {
        Services.AddSingleton(ApplicationStream.Create(
            name, timestamp, observable ?? (services => services.GetKeyedService<IObservable<T>>(name) ?? services.GetRequiredService<IObservable<T>>())));
        return this;
    }

    /// <summary>Declares a sink that hands each row to the application.</summary>
    /// <param name="name">The sink's name in SQL.</param>
    /// <param name="take">Called for one row after the other, for each rule that writes to the sink. An <see cref="IOException"/> means try again; any other exception drops the row, which is counted.</param>
    public CompiledRulesBuilder AddSink<T>(string name, Func<IServiceProvider, T, CancellationToken, ValueTask> take)
    {
        Services.AddSingleton(new ApplicationSink(name, services => new CallbackSink<T>((row, cancellation) => take(services, row, cancellation))));
        return this;
    }

    /// <summary>Declares a sink whose rows come out of an <see cref="IObservable{T}"/>, a service under the sink's name as its key.</summary>
    /// <remarks>Rows of several rules never overlap. Nothing is kept for those who subscribe later.</remarks>
    public CompiledRulesBuilder AddSink<T>(string name)
    {
        Services.AddKeyedSingleton<ISubject<T>>(name, static (_, _) => Subject.Synchronize(new Subject<T>()));
        Services.AddKeyedSingleton<IObservable<T>>(name, static (services, key) => services.GetRequiredKeyedService<ISubject<T>>(key));
        return AddSink<T>(name, (services, row, _) =>
        {
            services.GetRequiredKeyedService<ISubject<T>>(name).OnNext(row);
            return default;
        });
    }

    /// <summary>Adds sources, sinks and lookups that <c>TYPE</c> may name, such as those of a connector package.</summary>
    public CompiledRulesBuilder AddConnectors(Action<ConnectorRegistry> add) => AddConnectors((_, registry) => add(registry));

    /// <summary>Adds sources, sinks and lookups that <c>TYPE</c> may name and that need services of the application.</summary>
    public CompiledRulesBuilder AddConnectors(Action<IServiceProvider, ConnectorRegistry> add)
    {
        Services.AddSingleton(new ConnectorRegistration(add));
        return this;
    }

    /// <summary>Makes the functions of an assembly, declared by attributes, known to rules.</summary>
    /// <exception cref="ArgumentException">The assembly has no manifest: it was built without the package CompiledRules.Generators.</exception>
    public CompiledRulesBuilder AddFunctions(Assembly assembly)
    {
        if (PluginManifest.Of(assembly) is null)
            throw new ArgumentException($"{assembly.GetName().Name} has no manifest of functions; reference the package CompiledRules.Generators in its project and build it again", nameof(assembly));

        Services.AddSingleton(new FunctionRegistration(assembly));
        return this;
    }
}
