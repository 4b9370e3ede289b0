using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Emit;

public sealed partial class CSharpEmitter
{
    /// <summary>Writes the statements of a lambda, whose parameters are in scope, and what it returns.</summary>
    public void Body(LoweredLambda lambda, CSharpWriter writer)
    {
        foreach (var variable in SharedVariables(lambda))
            Declare(variable, writer);
        Statements(lambda.Body, writer);
        if (lambda.Result is not null)
            Line($"return {Hoisted(lambda.Result, writer)};", writer);
        if (_line is not null)
            writer.Line("#line default");
        _line = null;
    }

    /// <summary>Writes what a loop does before its first row.</summary>
    public void Prolog(LoweredLambda lambda, CSharpWriter writer) => Statements(lambda.Prolog, writer);

    // Variables that are set in more than one place, and those that are set on first use, are in scope everywhere.
    private static IEnumerable<LoweredVariable> SharedVariables(LoweredLambda lambda)
    {
        var expressions = LoweredTree.Expressions(lambda).ToList();
        var shared = expressions.OfType<LoweredLet>().GroupBy(static let => let.Variable).Where(static lets => lets.Count() > 1).Select(static lets => lets.Key);
        return shared.Concat(expressions.OfType<LoweredOnce>().Select(static once => once.Variable)).Distinct();
    }

    private void Declare(LoweredVariable variable, CSharpWriter writer)
    {
        if (_declared.Add(variable.Name))
            writer.Line($"{CSharpText.TypeName(variable.Type)} {variable.Name} = default;");
    }

    private void Statements(EquatableArray<LoweredStatement> statements, CSharpWriter writer)
    {
        foreach (var statement in statements)
            Statement(statement, writer);
    }

    private void Statement(LoweredStatement statement, CSharpWriter writer)
    {
        switch (statement)
        {
            case LoweredAssign assign:
                var value = Hoisted(assign.Value, writer);
                Assign(assign.Variable, value, writer);
                break;
            case LoweredIf @if:
                var condition = Hoisted(@if.Condition, writer);
                WriteLine(writer);
                using (writer.Block($"if ({condition})"))
                    Statements(@if.Then, writer);
                break;
            case LoweredDo @do:
                Do(@do.Expression, writer);
                break;
            case LoweredMark mark:
                _line = lineOf?.Invoke(mark.Place);
                Line($"{Text(mark.Context)}.Place = {mark.Place};", writer);
                break;
            default:
                throw new InvalidOperationException($"No C# form for {statement.GetType().Name}");
        }
    }

    private void Do(LoweredExpression expression, CSharpWriter writer) =>
        Line(expression is LoweredThrow error ? $"throw {Text(error.Exception)};" : $"{Hoisted(expression, writer)};", writer);

    // What an expression names first is named by a statement before it.
    private string Hoisted(LoweredExpression expression, CSharpWriter writer)
    {
        while (expression is LoweredLet let)
        {
            var value = Hoisted(let.Value, writer);
            Assign(let.Variable, value, writer);
            expression = let.Body;
        }

        return Text(expression);
    }

    private void Assign(LoweredVariable variable, string value, CSharpWriter writer) => Line(
        _declared.Add(variable.Name) ? $"{CSharpText.TypeName(variable.Type)} {variable.Name} = {value};" : $"{variable.Name} = {value};",
        writer);

    private void Line(string code, CSharpWriter writer)
    {
        WriteLine(writer);
        writer.Line(code);
    }

    // Before each line of code: several may stand for one of the SQL, and would count on from it.
    private void WriteLine(CSharpWriter writer)
    {
        if (_line is { } line)
            writer.Line($"#line {line} \"{SqlFile}\"");
    }
}
