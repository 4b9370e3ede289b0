using CompiledRules.Connectors.Timing;

namespace CompiledRules.Connectors.Files;

/// <summary>The lines of a stream of bytes, such as the standard input; each is a message. It can be read once, and is disposed at its end.</summary>
public sealed class LineSource(Stream stream, TimeProvider time) : ISource<SourceMessage>
{
    public IDisposable Subscribe(IObserver<SourceMessage> observer) =>
        Playback<SourceMessage>.Start(observer, () => LineReader.ReadLines(stream).Select(static line => new SourceMessage(line)), new PlaybackPlan(TimeSpan.Zero, null), time);
}
