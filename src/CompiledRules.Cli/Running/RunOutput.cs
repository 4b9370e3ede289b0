using System.Text;
using Spectre.Console;

namespace CompiledRules.Cli.Running;

/// <summary>Where rows and messages of running rules are written: lines when another program reads them, and above the live counters on a terminal.</summary>
/// <param name="limit">Rows to write; later ones are left out. Null for no limit.</param>
internal sealed class RunOutput(Shell shell, long? limit = null)
{
    // What goes wrong with every row of a fast stream is said often enough by then.
    private const int LinesPerSecond = 20;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _limitReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _rows;
    private long _secondStart = shell.Time.GetTimestamp();
    private int _linesThisSecond;
    private long _leftOut;

    /// <summary>Null where no person watches.</summary>
    public IAnsiConsole? Console { get; } = shell.IsTerminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Output) }) : null;

    /// <summary>Ends when as many rows are written as were asked for, or when nobody reads them any more.</summary>
    public Task LimitReached => _limitReached.Task;

    /// <summary>What a rule's <c>stdout</c> sink writes to.</summary>
    public TextWriter RowsOf(string rule) => new RowWriter(this, rule);

    /// <summary>Writes a message, away from the rows. Of many within a second most are counted instead.</summary>
    public void Log(string line)
    {
        lock (_gate)
        {
            if (shell.Time.GetElapsedTime(_secondStart) >= TimeSpan.FromSeconds(1))
                StartSecond();
            if (_linesThisSecond < LinesPerSecond)
                WriteMessage(line);
            else
                _leftOut++;
            _linesThisSecond++;
        }
    }

    /// <summary>Writes the last messages, after the number of those that were left out.</summary>
    public void Conclude(IEnumerable<string> lines)
    {
        lock (_gate)
        {
            StartSecond();
            foreach (var line in lines)
                WriteMessage(line);
        }
    }

    private void StartSecond()
    {
        if (_leftOut > 0)
            WriteMessage($"{_leftOut} more messages were left out");
        _secondStart = shell.Time.GetTimestamp();
        _linesThisSecond = 0;
        _leftOut = 0;
    }

    private void WriteMessage(string line)
    {
        if (Console is null)
            shell.Error.WriteLine($"cr: {line}");
        else
            Console.Write(new Text(line + Environment.NewLine, new Style(Color.Yellow)));
    }

    private void WriteRow(string rule, string line)
    {
        lock (_gate)
        {
            if (_limitReached.Task.IsCompleted)
                return;

            try
            {
                Print(rule, line);
            }
            catch (IOException)
            {
                // Nobody reads any more.
                _limitReached.TrySetResult();
                return;
            }

            _rows++;
            if (_rows == limit)
                _limitReached.TrySetResult();
        }
    }

    private void Print(string rule, string line)
    {
        if (Console is null)
            shell.Output.WriteLine(line);
        else
            Console.Write(new Markup($"[grey]{Markup.Escape(rule)}[/] {Markup.Escape(line)}{Environment.NewLine}"));
    }

    private sealed class RowWriter(RunOutput output, string rule) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => output.WriteRow(rule, value ?? "");

        public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            output.WriteRow(rule, buffer.ToString());
            return Task.CompletedTask;
        }
    }
}
