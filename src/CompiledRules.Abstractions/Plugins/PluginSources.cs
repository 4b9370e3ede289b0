using System.Buffers;

namespace CompiledRules.Plugins;

/// <summary>Gives a plugin's source the form that the runtime takes, with what else the source can do.</summary>
public static class PluginSources
{
    public static ISource<SourceRow> Map<T>(ISource<T> source, Func<T, SqlObject> columns) => WithAbilities(new MappedSource<T>(source, columns), source);

    public static ISource<T> Pull<T>(IPullSource<T> source, TimeSpan interval, TimeProvider time) => WithAbilities(new PulledSource<T>(source, interval, time), source);

    private static ISource<T> WithAbilities<T>(ISource<T> adapted, object source) => (source as IConnectionStatus, source as IRewindable) switch
    {
        ({ } status, { } place) => new StatusAndPlaceSource<T>(adapted, status, place),
        ({ } status, null) => new StatusSource<T>(adapted, status),
        (null, { } place) => new PlaceSource<T>(adapted, place),
        _ => adapted,
    };

    private abstract class AdaptedSource<T>(ISource<T> adapted) : ISource<T>, IDisposable
    {
        public IDisposable Subscribe(IObserver<T> observer) => adapted.Subscribe(observer);

        public void Dispose() => (adapted as IDisposable)?.Dispose();
    }

    private sealed class StatusSource<T>(ISource<T> adapted, IConnectionStatus status) : AdaptedSource<T>(adapted), IConnectionStatus
    {
        public ConnectionStatus Status => status.Status;

        public IObservable<ConnectionStatus> StatusChanges => status.StatusChanges;
    }

    private class PlaceSource<T>(ISource<T> adapted, IRewindable place) : AdaptedSource<T>(adapted), IRewindable
    {
        public void WritePosition(IBufferWriter<byte> position) => place.WritePosition(position);

        public void Rewind(ReadOnlySpan<byte> position) => place.Rewind(position);

        public void Release(ReadOnlySpan<byte> position) => place.Release(position);
    }

    private sealed class StatusAndPlaceSource<T>(ISource<T> adapted, IConnectionStatus status, IRewindable place) : PlaceSource<T>(adapted, place), IConnectionStatus
    {
        public ConnectionStatus Status => status.Status;

        public IObservable<ConnectionStatus> StatusChanges => status.StatusChanges;
    }
}
