namespace CompiledRules.Formats.Templates;

/// <summary>Builds the tree of a template.</summary>
internal sealed class TemplateParser
{
    private readonly List<TemplateToken> _tokens;
    private readonly Func<string, bool> _isFunction;
    private int _next;

    private TemplateParser(List<TemplateToken> tokens, Func<string, bool> isFunction)
    {
        _tokens = tokens;
        _isFunction = isFunction;
    }

    private TemplateToken Current => _tokens[_next];

    public static TemplateNode[] Parse(string text, Func<string, bool> isFunction)
    {
        var parser = new TemplateParser(TemplateLexer.Lex(text), isFunction);
        var nodes = parser.ParseNodes();
        return parser.Current.Kind == TemplateTokenKind.End ? nodes : throw parser.Unexpected("no more than one end for each if, with and range");
    }

    // nodes := { text | '{{' action '}}' }   up to an else, an end or the end of the template
    private TemplateNode[] ParseNodes()
    {
        var nodes = new List<TemplateNode>();
        while (Current.Kind != TemplateTokenKind.End)
        {
            if (Current.Kind == TemplateTokenKind.Text)
            {
                nodes.Add(new TextNode(Current.Text));
                _next++;
                continue;
            }

            if (_tokens[_next + 1] is { Kind: TemplateTokenKind.Word, Text: "end" or "else" })
                break;

            _next++;
            nodes.Add(ParseAction());
        }

        return [.. nodes];
    }

    private TemplateNode ParseAction()
    {
        var keyword = Current.Kind == TemplateTokenKind.Word ? Current.Text : null;
        switch (keyword)
        {
            case "if":
                _next++;
                return ParseBranch(setsDot: false);
            case "with":
                _next++;
                return ParseBranch(setsDot: true);
            case "range":
                _next++;
                return ParseRange();
            case "define" or "template" or "block" or "break" or "continue":
                throw Unexpected("a value, if, with or range: named templates and jumps are not supported");
            default:
                var action = new ActionNode(ParsePipeline());
                Close();
                return action;
        }
    }

    // branch := pipeline '}}' nodes [ '{{' 'else' [ ('if' | 'with') branch | '}}' nodes ] ] '{{' 'end' '}}'
    private BranchNode ParseBranch(bool setsDot)
    {
        var condition = ParsePipeline();
        Close();
        var then = ParseNodes();
        Open();
        if (!TryTake("else"))
        {
            End();
            return new BranchNode(condition, then, [], setsDot);
        }

        if (TryTake("if"))
            return new BranchNode(condition, then, [ParseBranch(setsDot: false)], setsDot);
        if (TryTake("with"))
            return new BranchNode(condition, then, [ParseBranch(setsDot: true)], setsDot);

        return new BranchNode(condition, then, ParseElse(), setsDot);
    }

    private RangeNode ParseRange()
    {
        var over = ParsePipeline();
        Close();
        var body = ParseNodes();
        Open();
        if (TryTake("else"))
            return new RangeNode(over, body, ParseElse());

        End();
        return new RangeNode(over, body, []);
    }

    private TemplateNode[] ParseElse()
    {
        Close();
        var nodes = ParseNodes();
        Open();
        End();
        return nodes;
    }

    // pipeline := [ variable [ ',' variable ] ( ':=' | '=' ) ] command { '|' command }
    private Pipeline ParsePipeline()
    {
        var (variables, isAssignment) = ParseDeclaration();
        var commands = new List<Command> { ParseCommand() };
        while (TryTakeSymbol("|"))
            commands.Add(ParseCommand());
        return new Pipeline(variables, isAssignment, [.. commands]);
    }

    private (string[] Variables, bool IsAssignment) ParseDeclaration()
    {
        var start = _next;
        var variables = new List<string>();
        while (Current.Kind == TemplateTokenKind.Variable)
        {
            variables.Add(Current.Text);
            _next++;
            if (TryTakeSymbol(":="))
                return ([.. variables], false);
            if (TryTakeSymbol("="))
                return ([.. variables], true);
            if (!TryTakeSymbol(","))
                break;
        }

        _next = start;
        return ([], false);
    }

    private Command ParseCommand()
    {
        var operands = new List<Operand>();
        while (TryParseOperand() is { } operand)
            operands.Add(operand);
        return operands.Count > 0 ? new Command([.. operands]) : throw Unexpected("a value or a function");
    }

    // operand := ( literal | word | variable | '(' pipeline ')' | '.' name ) { '.' name }
    private Operand? TryParseOperand()
    {
        var token = Current;
        Operand? root;
        switch (token.Kind)
        {
            case TemplateTokenKind.Literal:
                _next++;
                return new LiteralOperand(token.Value);
            case TemplateTokenKind.Word:
                _next++;
                return _isFunction(token.Text)
                    ? new FunctionOperand(token.Text)
                    : throw new TemplateException($"there is no function '{token.Text}'; a field of the data is written .{token.Text}", token.Position);
            case TemplateTokenKind.Variable:
                root = new VariableOperand(token.Text);
                _next++;
                break;
            case TemplateTokenKind.Field:
                root = null;
                break;
            case TemplateTokenKind.Symbol when token.Text == "(":
                _next++;
                root = new PipelineOperand(ParsePipeline());
                if (!TryTakeSymbol(")"))
                    throw Unexpected(")");
                break;
            default:
                return null;
        }

        var fields = ParseFields(root is null);
        return fields.Length == 0 && root is not null ? root : new PathOperand(root, fields);
    }

    private string[] ParseFields(bool isDot)
    {
        var fields = new List<string>();
        var end = -1;

        // Only what follows without a space belongs to the same path: ".a .b" are two operands.
        while (Current.Kind == TemplateTokenKind.Field && (end < 0 ? isDot || Current.Position == EndOfPrevious() : Current.Position == end))
        {
            if (Current.Text.Length > 0)
                fields.Add(Current.Text);
            end = Current.Position + Current.Text.Length + 1;
            _next++;
        }

        return [.. fields];
    }

    private int EndOfPrevious() => _tokens[_next - 1].Position + _tokens[_next - 1].Text.Length;

    private bool TryTake(string word)
    {
        if (Current.Kind != TemplateTokenKind.Word || Current.Text != word)
            return false;

        _next++;
        return true;
    }

    private bool TryTakeSymbol(string symbol)
    {
        if (Current.Kind != TemplateTokenKind.Symbol || Current.Text != symbol)
            return false;

        _next++;
        return true;
    }

    private void Open()
    {
        if (Current.Kind != TemplateTokenKind.Open)
            throw Unexpected("{{ end }}");
        _next++;
    }

    private void End()
    {
        if (!TryTake("end"))
            throw Unexpected("end");
        Close();
    }

    private void Close()
    {
        if (Current.Kind != TemplateTokenKind.Close)
            throw Unexpected("}}");
        _next++;
    }

    private TemplateException Unexpected(string expected) => new($"found {Current.Text}; expected {expected}", Current.Position);
}
