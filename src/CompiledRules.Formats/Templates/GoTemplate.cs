using System.Text;

namespace CompiledRules.Formats.Templates;

/// <summary>A template in the form of Go's <c>text/template</c>, over the values of a row. May be used from several threads.</summary>
/// <remarks>
/// Known are fields, variables, pipelines, <c>if</c>, <c>with</c>, <c>range</c>, comments, trim marks, the functions of <c>text/template</c> and those of the Sprig library
/// that work on values. A field that is not there prints <c>&lt;no value&gt;</c>, as it does in Go.
/// </remarks>
public sealed class GoTemplate
{
    private readonly TemplateNode[] _nodes;
    private readonly TemplateFunctions _functions;

    private GoTemplate(TemplateNode[] nodes, TemplateFunctions functions)
    {
        _nodes = nodes;
        _functions = functions;
    }

    /// <param name="text">The template.</param>
    /// <param name="time">The clock of <c>now</c>.</param>
    /// <exception cref="TemplateException">The template is malformed, or names a function that does not exist.</exception>
    public static GoTemplate Parse(string text, TimeProvider? time = null)
    {
        var functions = new TemplateFunctions(time ?? TimeProvider.System);
        return new GoTemplate(TemplateParser.Parse(text, functions.Contains), functions);
    }

    /// <param name="data">The dot: an object, or an array of objects.</param>
    /// <exception cref="SqlException">A function does not go with its arguments, or a field is asked of something that has none.</exception>
    public string Render(SqlValue data)
    {
        var run = new Run(_functions, data);
        run.Print(_nodes, data);
        return run.Output;
    }

    private sealed class Run(TemplateFunctions functions, SqlValue data)
    {
        private readonly StringBuilder _output = new();
        private readonly List<(string Name, SqlValue Value)> _variables = [("$", data)];

        public string Output => _output.ToString();

        public void Print(TemplateNode[] nodes, SqlValue dot)
        {
            var scope = _variables.Count;
            foreach (var node in nodes)
                Print(node, dot);
            _variables.RemoveRange(scope, _variables.Count - scope);
        }

        private void Print(TemplateNode node, SqlValue dot)
        {
            switch (node)
            {
                case TextNode text:
                    _output.Append(text.Text);
                    break;
                case ActionNode { Pipeline: var pipeline }:
                    var value = Evaluate(pipeline, dot);
                    if (pipeline.Variables.Length == 0)
                        _output.Append(TemplateFunctions.TextOf(value));
                    break;
                case BranchNode branch:
                    PrintBranch(branch, dot);
                    break;
                case RangeNode range:
                    PrintRange(range, dot);
                    break;
            }
        }

        private void PrintBranch(BranchNode branch, SqlValue dot)
        {
            var scope = _variables.Count;
            var condition = Evaluate(branch.Condition, dot);
            if (TemplateFunctions.IsTrue(condition))
                Print(branch.Then, branch.SetsDot ? condition : dot);
            else
                Print(branch.Else, dot);
            _variables.RemoveRange(scope, _variables.Count - scope);
        }

        private void PrintRange(RangeNode range, SqlValue dot)
        {
            var entries = Entries(Evaluate(range.Over with { Variables = [] }, dot));
            if (entries.Count == 0)
                Print(range.Else, dot);

            foreach (var (key, value) in entries)
            {
                var scope = _variables.Count;
                if (range.Over.Variables is [var name])
                    _variables.Add((name, value));
                else if (range.Over.Variables is [var keyName, var valueName])
                    _variables.AddRange([(keyName, key), (valueName, value)]);

                Print(range.Body, value);
                _variables.RemoveRange(scope, _variables.Count - scope);
            }
        }

        private static List<(SqlValue Key, SqlValue Value)> Entries(SqlValue value) => value.Kind switch
        {
            SqlKind.Array => [.. value.AsArray().Select(static (item, index) => ((SqlValue)(long)index, item))],
            SqlKind.Object => [.. value.AsObject().OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => ((SqlValue)entry.Key, entry.Value))],
            SqlKind.Integer => [.. Enumerable.Range(0, (int)value.AsInteger()).Select(static index => ((SqlValue)(long)index, (SqlValue)(long)index))],
            SqlKind.Missing or SqlKind.Null => [],
            _ => throw new SqlException($"template: range goes over an array or an object, found {value.Kind.ToString().ToLowerInvariant()} {value}"),
        };

        private SqlValue Evaluate(Pipeline pipeline, SqlValue dot)
        {
            var value = SqlValue.Missing;
            for (var i = 0; i < pipeline.Commands.Length; i++)
                value = Evaluate(pipeline.Commands[i], dot, i > 0 ? value : (SqlValue?)null);

            foreach (var variable in pipeline.Variables)
                Set(variable, value, pipeline.IsAssignment);
            return value;
        }

        private void Set(string variable, SqlValue value, bool isAssignment)
        {
            var position = isAssignment ? _variables.FindLastIndex(entry => entry.Name == variable) : -1;
            if (position >= 0)
                _variables[position] = (variable, value);
            else
                _variables.Add((variable, value));
        }

        private SqlValue Evaluate(Command command, SqlValue dot, SqlValue? last)
        {
            if (command.Operands[0] is not FunctionOperand function)
            {
                return command.Operands.Length == 1 && last is null
                    ? Evaluate(command.Operands[0], dot)
                    : throw new SqlException("template: only a function takes arguments");
            }

            var arguments = new List<SqlValue>();
            foreach (var operand in command.Operands.AsSpan(1))
                arguments.Add(Evaluate(operand, dot));
            if (last is { } piped)
                arguments.Add(piped);
            return functions.Call(function.Name, [.. arguments]);
        }

        private SqlValue Evaluate(Operand operand, SqlValue dot) => operand switch
        {
            LiteralOperand literal => literal.Value,
            VariableOperand variable => Variable(variable.Name),
            PipelineOperand nested => Evaluate(nested.Pipeline, dot),
            FunctionOperand function => functions.Call(function.Name, []),
            PathOperand path => path.Fields.Aggregate(path.Root is null ? dot : Evaluate(path.Root, dot), Field),
            _ => throw new InvalidOperationException($"No evaluation for {operand.GetType().Name}"),
        };

        private SqlValue Variable(string name)
        {
            var position = _variables.FindLastIndex(entry => entry.Name == name);
            return position >= 0 ? _variables[position].Value : throw new SqlException($"template: variable {name} is not declared here");
        }

        private static SqlValue Field(SqlValue target, string name) => target.Kind switch
        {
            SqlKind.Object => target.AsObject()[name],
            SqlKind.Missing or SqlKind.Null => SqlValue.Missing,
            _ => throw new SqlException($"template: field {name} is asked of {target.Kind.ToString().ToLowerInvariant()} {target}; only an object has fields"),
        };
    }
}
