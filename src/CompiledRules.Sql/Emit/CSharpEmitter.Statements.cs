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
            writer.Line($"return {Hoisted(lambda.Result, writer)};");
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
                writer.Line(_declared.Add(assign.Variable.Name)
                    ? $"{CSharpText.TypeName(assign.Variable.Type)} {assign.Variable.Name} = {value};"
                    : $"{assign.Variable.Name} = {value};");
                break;
            case LoweredIf @if:
                using (writer.Block($"if ({Hoisted(@if.Condition, writer)})"))
                    Statements(@if.Then, writer);
                break;
            case LoweredDo @do:
                Do(@do.Expression, writer);
                break;
            case LoweredMark mark:
                if (lineOf is not null)
                    writer.Line($"#line {lineOf(mark.Place)} \"{SqlFile}\"");
                writer.Line($"{Text(mark.Context)}.Place = {mark.Place};");
                break;
            default:
                throw new InvalidOperationException($"No C# form for {statement.GetType().Name}");
        }
    }

    private void Do(LoweredExpression expression, CSharpWriter writer) =>
        writer.Line(expression is LoweredThrow error ? $"throw {Text(error.Exception)};" : $"{Hoisted(expression, writer)};");

    // What an expression names first is named by a statement before it.
    private string Hoisted(LoweredExpression expression, CSharpWriter writer)
    {
        while (expression is LoweredLet let)
        {
            var value = Hoisted(let.Value, writer);
            writer.Line(_declared.Add(let.Variable.Name)
                ? $"{CSharpText.TypeName(let.Variable.Type)} {let.Variable.Name} = {value};"
                : $"{let.Variable.Name} = {value};");
            expression = let.Body;
        }

        return Text(expression);
    }
}
