namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>A stream whose events the application itself gives.</summary>
/// <param name="Definition">The statement that declares it.</param>
internal sealed record ApplicationStream(string Name, string Definition, Func<IServiceProvider, ISource<SourceRow>> Open)
{
    /// <summary>The connector's name in the registry.</summary>
    public string Type => TypeOf(Name);

    public static ApplicationStream Create<T>(string name, string? timestamp, Func<IServiceProvider, IObservable<T>> observable) => new(
        name,
        $"CREATE STREAM `{name}` ({ClrType.FieldsOf(typeof(T))}) WITH (TYPE=\"{TypeOf(name)}\"{(timestamp is null ? "" : $", TIMESTAMP=\"{timestamp}\"")})",
        services => new ObservableSource<T>(() => observable(services)));

    private static string TypeOf(string name) => $"application:{name}";
}

/// <summary>A sink that is the application itself.</summary>
internal sealed record ApplicationSink(string Name, Func<IServiceProvider, ISink<SqlValue>> Open)
{
    /// <summary>The connector's name in the registry.</summary>
    public string Type => $"application:{Name}";
}
