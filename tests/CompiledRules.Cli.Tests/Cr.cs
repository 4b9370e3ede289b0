using System.Text;

namespace CompiledRules.Cli.Tests;

/// <summary>Runs the command in this process, in a folder of its own.</summary>
internal sealed class Cr : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Recording _output = new();
    private readonly Recording _error = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("cr-tests-").FullName;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string Input { get; init; } = "";

    public bool IsTerminal { get; init; }

    public string Output => _output.Text;

    public string Error => _error.Text;

    public IReadOnlyList<string> Lines => LinesOf(Output);

    public IReadOnlyList<string> Messages => LinesOf(Error);

    public string Write(string name, string content)
    {
        File.WriteAllText(Path.Combine(Folder, name), content);
        return name;
    }

    public Task<int> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public Task<int> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var shell = new Shell(new MemoryStream(Encoding.UTF8.GetBytes(Input)), _output, _error, IsTerminal, Time, Folder);
        return CommandLine.RunAsync(arguments, shell, cancellation).WaitAsync(s_patience);
    }

    /// <summary>Waits until something holds, however the threads run.</summary>
    public static void Until(Func<bool> condition) => Assert.That(SpinWait.SpinUntil(condition, s_patience), Is.True, "it never came");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Text that may be read while others write it.</summary>
    private sealed class Recording : TextWriter
    {
        private readonly StringBuilder _text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get
            {
                lock (_text)
                    return _text.ToString();
            }
        }

        public override void Write(char value)
        {
            lock (_text)
                _text.Append(value);
        }
    }
}
