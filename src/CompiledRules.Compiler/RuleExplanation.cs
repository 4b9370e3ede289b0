using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler;

/// <summary>What a statement is compiled from, as text for a reader.</summary>
/// <param name="Lowered">The operations.</param>
/// <param name="Trees">The expression tree of each function, in the order of the operations.</param>
public sealed partial record RuleExplanation(string Lowered, EquatableArray<ExplainedTree> Trees)
{
    // The text that debuggers show; there is no public way to it.
    private static readonly PropertyInfo s_debugView = typeof(Expression).GetProperty("DebugView", BindingFlags.Instance | BindingFlags.NonPublic)!;

    internal static RuleExplanation Of(LoweredRule rule)
    {
        var types = new TypeMap([typeof(RuleContext)]);
        return new(LoweredPrinter.Print(rule), Explain(rule.Root, types).ToEquatableArray());
    }

    // Namespaces say little and make lines long: a called method keeps its type, a type stands alone.
    private static string Shorten(string tree) => QualifiedNames().Replace(tree, static name =>
        name.Groups["call"].Value + string.Join('.', name.Groups["name"].Value.Split('.')[name.Groups["call"].Success ? ^2.. : ^1..]));

    [GeneratedRegex(@"(?<call>\.Call )?(?<name>\b(?:CompiledRules|System)(?:\.\w+)+)")]
    private static partial Regex QualifiedNames();

    private static IEnumerable<ExplainedTree> Explain(LoweredOperator root, TypeMap types)
    {
        var step = LoweredStep.Of(root);
        return step.Functions
            .Select(function => new ExplainedTree($"{step.Title}, {function.Name}", Shorten((string)s_debugView.GetValue(ExpressionEmitter.Tree(function.Lambda, types))!)))
            .Concat(step.Inputs.SelectMany(input => Explain(input, types)));
    }
}

/// <param name="Name">The operation and the function's part in it.</param>
/// <param name="Text">The nodes of the tree, one per line.</param>
public sealed record ExplainedTree(string Name, string Text);
