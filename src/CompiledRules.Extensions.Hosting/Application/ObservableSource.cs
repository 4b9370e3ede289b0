using System.Reactive;

namespace CompiledRules.Extensions.Hosting.Application;

/// <summary>Events of the application as rows.</summary>
/// <param name="open">Called for each subscription.</param>
internal sealed class ObservableSource<T>(Func<IObservable<T>> open) : ISource<SourceRow>
{
    public IDisposable Subscribe(IObserver<SourceRow> observer) => open().Subscribe(Observer.Create<T>(
        value => observer.OnNext(new SourceRow(ClrWriter<T>.WriteRow(value))), observer.OnError, observer.OnCompleted));
}
