using System.Collections.Immutable;

namespace CompiledRules.Testing.Cases;

/// <summary>Splits a case file into blocks and reads their sections.</summary>
internal sealed class CaseParser(ImmutableArray<string> lines, string path)
{
    private readonly List<RuleCase> _cases = [];
    private string _definitions = "";
    private CaseOptions _options = CaseOptions.Default;

    public static ImmutableArray<RuleCase> Parse(ImmutableArray<string> lines, string path)
    {
        var parser = new CaseParser(lines, path);
        var start = 0;
        for (var i = 1; i <= lines.Length; i++)
        {
            if (i == lines.Length || IsBlockStart(lines, i))
            {
                parser.ReadBlock(start, i);
                start = i;
            }
        }

        return [.. parser._cases];
    }

    private static bool IsBlockStart(ImmutableArray<string> lines, int index) =>
        lines[index].StartsWith('#') && lines[index - 1].Trim().Length == 0;

    private void ReadBlock(int start, int end)
    {
        var block = new Block(path, _definitions, _options);
        for (var i = start; i < end; i++)
            block.Read(lines[i].TrimEnd(), i);

        if (block.SqlLine == 0)
        {
            (_definitions, _options) = (block.Definitions, block.Options);
            if (block.HasSteps)
                throw new CaseFormatException(path, start + 1, "a block without sql gives streams and options only");
        }
        else
        {
            _cases.Add(block.ToCase());
        }
    }

    private sealed class Block(string path, string definitions, CaseOptions options)
    {
        private readonly List<string> _title = [];
        private readonly List<string> _sql = [];
        private readonly List<CaseStep> _steps = [];
        private readonly List<ExpectedLine> _expected = [];
        private readonly List<string> _errors = [];
        private readonly List<string> _warnings = [];
        private string _section = "";
        private int _firstExpected = -1;
        private int _lastExpected;
        private int _lastLine;

        public string Definitions { get; private set; } = definitions;

        public CaseOptions Options { get; private set; } = options;

        public int SqlLine { get; private set; }

        public bool HasSteps => _steps.Count + _expected.Count + _errors.Count > 0;

        public RuleCase ToCase()
        {
            var first = _firstExpected < 0 ? _lastLine + 1 : _firstExpected;
            var count = _firstExpected < 0 ? 0 : _lastExpected + 1 - _firstExpected;
            return new RuleCase(
                path, string.Join(' ', _title), SqlLine, Definitions, string.Join('\n', _sql), Options, [.. _steps], new CaseExpectation([.. _expected], [.. _errors], [.. _warnings], first, count));
        }

        public void Read(string text, int index)
        {
            var line = new CaseLine(path, index + 1);
            if (text.StartsWith('#'))
            {
                if (_section.Length == 0)
                    _title.Add(text.TrimStart('#').Trim());
                return;
            }

            if (text.Trim().Length == 0)
                return;

            _lastLine = index;
            if (!IsSection(text, index))
                ReadLine(text, line);
            if (_section is "out" or "error")
                _lastExpected = index;
        }

        private bool IsSection(string text, int index)
        {
            if (text is "stream" or "sql" or "options" or "in" or "out")
                _section = text;
            else if (text.StartsWith("error CR", StringComparison.Ordinal))
                _errors.AddRange(text["error ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else if (text.StartsWith("warning CR", StringComparison.Ordinal))
                _warnings.AddRange(text["warning ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else
                return false;

            if (text == "sql")
                SqlLine = index + 2;
            if (text.StartsWith("error ", StringComparison.Ordinal))
                _section = "error";
            if (_section is "out" or "error" && _firstExpected < 0)
                _firstExpected = index;
            return true;
        }

        private void ReadLine(string text, CaseLine line)
        {
            switch (_section)
            {
                case "stream":
                    Definitions += text + "\n";
                    break;
                case "sql":
                    _sql.Add(text);
                    break;
                case "options":
                    ReadOption(text, line);
                    break;
                case "in":
                    _steps.Add(line.ParseStep(text));
                    break;
                case "out":
                    _expected.Add(line.ParseExpected(text));
                    break;
                default:
                    throw line.Wrong($"found '{text}', expected a section: stream, sql, options, in, out, error or warning");
            }
        }

        private void ReadOption(string text, CaseLine line)
        {
            var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2)
                throw line.Wrong($"found '{text}', expected name = value");

            Options = Options.With(parts[0], parts[1], line) ?? throw line.Wrong($"no option is called '{parts[0]}'");
        }
    }
}
