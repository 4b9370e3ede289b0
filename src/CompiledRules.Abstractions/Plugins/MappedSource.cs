namespace CompiledRules.Plugins;

/// <summary>Makes rows of a plugin's own type into rows of columns.</summary>
internal sealed class MappedSource<T>(ISource<T> source, Func<T, SqlObject> columns) : ISource<SourceRow>, IDisposable
{
    public IDisposable Subscribe(IObserver<SourceRow> observer) => source.Subscribe(new Observer(observer, columns));

    public void Dispose() => (source as IDisposable)?.Dispose();

    private sealed class Observer(IObserver<SourceRow> observer, Func<T, SqlObject> columns) : IObserver<T>
    {
        public void OnNext(T value) => observer.OnNext(new SourceRow(columns(value)));

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }
}
