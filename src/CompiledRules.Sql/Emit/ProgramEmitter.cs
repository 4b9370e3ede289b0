using System.Text;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Emit;

/// <summary>Writes an assembled rule as members of a class: a method that puts the stages together, and one for each function of the rule.</summary>
public static class ProgramEmitter
{
    /// <summary>The method without parameters that gives the last stage of the rule.</summary>
    public const string RootMethod = "Root";

    private const string Context = "global::CompiledRules.Runtime.Rules.RuleContext";

    /// <param name="constants">Takes the values that live as long as the rule; they are fields of the class.</param>
    /// <param name="lineOf">The line of a place in the SQL, for code that a debugger steps through as SQL; null for code that is read as C#.</param>
    public static void WriteMembers(AssembledRule rule, CSharpConstants constants, Func<int, int>? lineOf, CSharpWriter writer)
    {
        if (lineOf is not null)
            writer.Line("#line default");
        writer.Line($"public global::CompiledRules.Runtime.Programs.Stage<{CSharpText.TypeName(rule.Rule.Output.Type)}> {RootMethod}() =>");
        using (writer.Indent())
            writer.Line(Text(rule.Root) + ";");

        foreach (var method in rule.Methods)
        {
            writer.Line();
            Method(method, new CSharpEmitter(constants, lineOf), lineOf is not null, writer);
        }

        foreach (var merge in rule.Merges)
        {
            writer.Line();
            Merge(merge, writer);
        }
    }

    /// <summary>The expression that makes a part. Each stage stands on a line of its own.</summary>
    public static string Text(AssembledPart part) => part switch
    {
        AssembledObject made => Object(made),
        AssembledMethod method => method.Name,
        AssembledMerge merge => merge.Name,
        AssembledConstant { Value: null } => "null",
        AssembledConstant constant => CSharpText.Literal(constant.Value!),
        AssembledChoice choice => $"{CSharpText.TypeName(choice.Type)}.{choice.Member}",
        AssembledArray { IsImmutable: true } array => $"global::System.Collections.Immutable.ImmutableArray.Create{(array.Items.Count == 0 ? $"<{CSharpText.TypeName(array.ItemType)}>" : "")}({List(array.Items)})",
        AssembledArray array when array.Items.Count == 0 => $"global::System.Array.Empty<{CSharpText.TypeName(array.ItemType)}>()",
        AssembledArray array => $"new {CSharpText.TypeName(array.ItemType)}[] {{ {List(array.Items)} }}",
        _ => throw new InvalidOperationException($"No C# form for {part.GetType().Name}"),
    };

    private static string Object(AssembledObject made)
    {
        if (!made.Arguments.Items.Any(static argument => argument is AssembledObject or AssembledArray { Items.Count: > 0, IsImmutable: false }))
            return $"new {CSharpText.TypeName(made.Type)}({List(made.Arguments)})";

        var arguments = made.Arguments.Items.Select(static argument => Indent(Text(argument)));
        return $"new {CSharpText.TypeName(made.Type)}(\n{string.Join(",\n", arguments)})";
    }

    private static string List(EquatableArray<AssembledPart> parts) => string.Join(", ", parts.Items.Select(Text));

    private static string Indent(string text) => "    " + text.Replace("\n", "\n    ");

    private static void Method(AssembledMethod method, CSharpEmitter emitter, bool hasLines, CSharpWriter writer)
    {
        var lambda = method.Lambda;
        if (hasLines)
            writer.Line("#line default");
        if (!method.IsLoop)
        {
            var result = lambda.Result is null ? "void" : CSharpText.TypeName(lambda.Result.Type);
            using (writer.Block($"private {result} {method.Name}({string.Join(", ", lambda.Parameters.Items.Select(Parameter))})"))
                emitter.Body(lambda, writer);
            return;
        }

        var (row, context, output) = (lambda.Parameters[0], lambda.Parameters[1], lambda.Parameters[2]);
        var batch = $"global::System.ReadOnlySpan<{CSharpText.TypeName(row.Type)}> batch";
        using (writer.Block($"private void {method.Name}({batch}, ref int position, {Context} {context.Name}, {CSharpText.TypeName(output.Type)} {output.Name})"))
        {
            emitter.Prolog(lambda, writer);
            Loop(lambda, emitter, writer);
        }
    }

    private static void Loop(LoweredLambda lambda, CSharpEmitter emitter, CSharpWriter writer)
    {
        using (writer.Block("for (; position < batch.Length; position++)"))
        {
            writer.Line($"var {lambda.Parameters[0].Name} = batch[position];");
            emitter.Body(lambda, writer);
        }
    }

    private static string Parameter(LoweredVariable parameter) => $"{CSharpText.TypeName(parameter.Type)} {CSharpText.Identifier(parameter.Name)}";

    private static void Merge(AssembledMerge merge, CSharpWriter writer)
    {
        var state = CSharpText.TypeName(merge.StateType);
        using (writer.Block($"private static void {merge.Name}(ref {state} into, in {state} later)"))
        {
            var path = new StringBuilder();
            for (var i = 0; i < merge.Count; i++, path.Append(".Tail"))
                writer.Line($"into{path}.Head.Merge(in later{path}.Head);");
        }
    }
}
