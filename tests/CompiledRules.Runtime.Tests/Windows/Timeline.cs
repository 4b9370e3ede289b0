using CompiledRules.Runtime.State;
using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Tests.Windows;

/// <summary>Plays rows, each a letter at a time in milliseconds, into a window and writes down what comes out: <c>start-end: rows</c>.</summary>
internal sealed class Timeline : IWindowObserver<char>, IRowCodec<char>
{
    private readonly List<string> _emissions = [];
    private readonly Func<Timeline, Window<char>> _create;
    private Window<char> _window;

    private Timeline(Func<Timeline, Window<char>> create)
    {
        _create = create;
        _window = create(this);
    }

    public RuleTimers Timers { get; private set; } = new(0);

    /// <summary>Rows arrive at their times; deadlines fire in between, and up to <paramref name="until"/> at the end.</summary>
    /// <param name="restartAfter">The number of rows after which the window is saved and a new one goes on from its state; -1 for never.</param>
    public static string Play(Func<Timeline, Window<char>> create, string rows, long until, int restartAfter = -1)
    {
        var timeline = new Timeline(create);
        timeline._window.Start(0);
        foreach (var (index, (row, time)) in Parse(rows).Index())
        {
            timeline.Timers.AdvanceTo(time);
            timeline._window.Add(row, time, char.IsLower(row));
            if (index + 1 == restartAfter)
                timeline.Restart();
        }

        timeline.Timers.AdvanceTo(until);
        return string.Join("; ", timeline._emissions);
    }

    /// <summary>Rows come in the order of event time, with the watermark at each <c>|</c> at the time of the row before it.</summary>
    public static string PlayEventTime(Func<Timeline, Window<char>> create, string rows, long watermark, int restartAfter = -1)
    {
        var timeline = new Timeline(create);
        timeline._window.Start(0);
        foreach (var (index, (row, time)) in Parse(rows).Index())
        {
            timeline._window.Add(row, time, char.IsLower(row));
            if (index + 1 == restartAfter)
                timeline.Restart();
        }

        timeline._window.Advance(watermark);
        return string.Join("; ", timeline._emissions);
    }

    public void OnWindow(ReadOnlySpan<char> rows, WindowRange range) => _emissions.Add($"{range.Start}-{range.End}: {rows}");

    public void Write(IStateWriter writer, char row) => writer.Write((long)row);

    public char Read(IStateReader reader) => (char)reader.ReadInteger();

    private static IEnumerable<(char Row, long Time)> Parse(string rows) =>
        rows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static row => (row[0], long.Parse(row[1..], System.Globalization.CultureInfo.InvariantCulture)));

    private void Restart()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryStateWriter(stream))
            _window.Save(writer);

        stream.Position = 0;
        using var reader = new BinaryStateReader(stream);
        Timers = new RuleTimers(Timers.Now);
        _window = _create(this);
        _window.Load(reader);
        _window.Resume();
    }
}
