using System.Text;
using Spectre.Console;

namespace CompiledRules.Cli.Running;

/// <summary>Where rows and messages of running rules are written: lines when another program reads them, and above the live counters on a terminal.</summary>
/// <param name="limit">Rows to write; later ones are left out. Null for no limit.</param>
internal sealed class RunOutput(Shell shell, long? limit = null)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _limitReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _rows;

    /// <summary>Null where no person watches.</summary>
    public IAnsiConsole? Console { get; } = shell.IsTerminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Output) }) : null;

    /// <summary>Ends when as many rows are written as were asked for.</summary>
    public Task LimitReached => _limitReached.Task;

    /// <summary>What a rule's <c>stdout</c> sink writes to.</summary>
    public TextWriter RowsOf(string rule) => new RowWriter(this, rule);

    /// <summary>Writes a message, away from the rows.</summary>
    public void Log(string line)
    {
        lock (_gate)
        {
            if (Console is null)
                shell.Error.WriteLine($"cr: {line}");
            else
                Console.Write(new Text(line + Environment.NewLine, new Style(Color.Yellow)));
        }
    }

    private void WriteRow(string rule, string line)
    {
        lock (_gate)
        {
            if (_rows == limit)
                return;

            if (Console is null)
                shell.Output.WriteLine(line);
            else
                Console.Write(new Markup($"[grey]{Markup.Escape(rule)}[/] {Markup.Escape(line)}{Environment.NewLine}"));
            _rows++;
            if (_rows == limit)
                _limitReached.TrySetResult();
        }
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
