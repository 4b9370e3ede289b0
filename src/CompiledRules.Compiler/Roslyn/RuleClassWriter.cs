using System.Globalization;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Text;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Writes the lambdas of a rule as the methods of a class.</summary>
internal static class RuleClassWriter
{
    public const string ClassName = "Rule";

    public static string MethodName(int index) => "Method" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole file.</summary>
    /// <param name="sql">What the places of the rule count in.</param>
    public static string Write(string @namespace, LoweredRule rule, IReadOnlyList<LambdaRequest> requests, string sql)
    {
        var writer = new CSharpWriter();
        var (constants, methods) = (new CSharpConstants(), new CSharpWriter());
        var text = new SourceText(sql);
        int LineOf(int place) => text.PositionOf(Math.Min(rule.Places[place].Span.Start, sql.Length)).Line;

        for (var i = 0; i < requests.Count; i++)
            Method(requests[i], MethodName(i), new CSharpEmitter(constants, LineOf), methods);
        using (writer.Block($"namespace {@namespace}"))
        using (writer.Block($"public sealed class {ClassName}"))
        {
            constants.Write(writer);
            writer.Line(methods.ToString().TrimEnd('\n'));
        }

        return writer.ToString();
    }

    private static void Method(LambdaRequest request, string name, CSharpEmitter emitter, CSharpWriter writer)
    {
        var invoke = request.DelegateType.GetMethod("Invoke")!;
        var types = invoke.GetParameters().Select(static parameter => NameOf(parameter.ParameterType)).ToList();
        var names = request.Lambda.Parameters.Select(static parameter => parameter.Name).ToList();
        writer.Line("#line default");
        if (!request.IsLoop)
        {
            using (writer.Block($"public {NameOf(invoke.ReturnType)} {name}({string.Join(", ", types.Zip(names, static (type, parameter) => $"{type} {parameter}"))})"))
                emitter.Body(request.Lambda, writer);
            return;
        }

        using (writer.Block($"public void {name}({types[0]} batch, ref int position, {types[2]} {names[1]}, {types[3]} {names[2]})"))
        using (writer.Block("for (; position < batch.Length; position++)"))
        {
            writer.Line($"var {names[0]} = batch[position];");
            emitter.Body(request.Lambda, writer);
            writer.Line("#line default");
        }
    }

    private static string NameOf(Type type) => type == typeof(void) ? "void" : CSharpText.TypeName(TypeMap.NameOf(type));
}
