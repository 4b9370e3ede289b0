namespace CompiledRules.Native.Symbols;

/// <summary>Gives a plugin's source the form that the runtime takes.</summary>
internal static class PluginSource
{
    /// <exception cref="PluginException">The class implements no ISource, or has rows of a type that has no columns.</exception>
    public static Func<ConnectorOptions, ConnectorContext, SourceConnector> For(string plugin, Type type)
    {
        var factory = new ConnectorFactory(plugin, type);
        if (typeof(ISource<SourceMessage>).IsAssignableFrom(type))
            return (options, context) => new SourceConnector.Messages((ISource<SourceMessage>)factory.Create(options, context));
        if (typeof(ISource<SourceRow>).IsAssignableFrom(type))
            return (options, context) => new SourceConnector.Rows((ISource<SourceRow>)factory.Create(options, context));

        var rowType = Array.Find(type.GetInterfaces(), static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ISource<>))?.GetGenericArguments()[0]
            ?? throw new PluginException(plugin, $"source {type.FullName} does not implement ISource<T>");
        var adapter = typeof(RowSource<>).MakeGenericType(rowType);
        var columns = RowColumns.Read(plugin, rowType);
        return (options, context) => new SourceConnector.Rows((ISource<SourceRow>)Activator.CreateInstance(adapter, factory.Create(options, context), columns)!);
    }

    /// <summary>Makes rows of a plugin's own type into rows of columns.</summary>
    private sealed class RowSource<T>(ISource<T> source, RowColumns columns) : ISource<SourceRow>, IDisposable
    {
        public IDisposable Subscribe(IObserver<SourceRow> observer) => source.Subscribe(new Observer(observer, columns));

        public void Dispose() => (source as IDisposable)?.Dispose();

        private sealed class Observer(IObserver<SourceRow> observer, RowColumns columns) : IObserver<T>
        {
            public void OnNext(T value) => observer.OnNext(new SourceRow(columns.ToObject(value!)));

            public void OnError(Exception error) => observer.OnError(error);

            public void OnCompleted() => observer.OnCompleted();
        }
    }
}
