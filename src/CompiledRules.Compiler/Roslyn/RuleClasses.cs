using System.Globalization;
using System.Runtime.Loader;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Compiler.Programs;
using CompiledRules.Runtime.Programs;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Roslyn;

/// <summary>Rules as classes of C#, compiled together and kept by their text: the same plan is compiled once while a rule of it lives.</summary>
internal static class RuleClasses
{
    private static readonly WeakCache<string, object> s_known = new();

    /// <summary>The last stage of each rule, in order.</summary>
    public static IReadOnlyList<Stage<TOut>> Compile<TOut>(IReadOnlyList<(AssembledRule Rule, string Sql)> rules, TypeMap types, IReadOnlyList<Type> rows)
    {
        var named = new HashSet<Type>(rows);
        var codes = rules.Select(rule => CodeOf(rule.Rule, rule.Sql, types, named)).ToList();
        // Plugins may be there in several versions, under the same names.
        var isShared = named.All(static type => AssemblyLoadContext.GetLoadContext(type.Assembly) == AssemblyLoadContext.Default);
        var classes = new Dictionary<string, object>();
        foreach (var code in codes)
        {
            if (isShared && s_known.TryFind(code, out var known))
                classes[code] = known;
        }

        var missing = codes.Distinct().Where(code => !classes.ContainsKey(code)).ToList();
        if (missing.Count > 0)
        {
            var assembly = RoslynCompiler.Compile([.. missing.Select((code, index) => (InNamespace(code, index), rules[codes.IndexOf(code)].Sql))], named);
            for (var i = 0; i < missing.Count; i++)
            {
                classes[missing[i]] = Activator.CreateInstance(assembly.GetType($"{NamespaceOf(i)}.{RuleClassWriter.ClassName}")!)!;
                if (isShared)
                    classes[missing[i]] = s_known.Keep(missing[i], classes[missing[i]]);
            }
        }

        return [.. codes.Select(code => RootOf<TOut>(classes[code]))];
    }

    private static Stage<TOut> RootOf<TOut>(object rule) =>
        (Stage<TOut>)rule.GetType().GetMethod(ProgramEmitter.RootMethod)!.Invoke(rule, null)!;

    private static string CodeOf(AssembledRule rule, string sql, TypeMap types, HashSet<Type> named)
    {
        foreach (var lambda in rule.Methods.Select(static method => method.Lambda))
        {
            foreach (var parameter in lambda.Parameters)
                Name(types.TypeOf(parameter.Type), named);
            foreach (var call in LoweredTree.Expressions(lambda).OfType<LoweredCall>())
                Name(types.Find(call.DeclaringType), named);
        }

        return RuleClassWriter.Write("$", rule, sql);
    }

    // Functions and states may come from plugins, also as arguments of generic types of the run time.
    private static void Name(Type type, HashSet<Type> named)
    {
        if (!named.Add(type))
            return;
        foreach (var argument in type.GetGenericArguments())
            Name(argument, named);
    }

    private static string InNamespace(string code, int index) => code.Replace("namespace $", "namespace " + NamespaceOf(index), StringComparison.Ordinal);

    private static string NamespaceOf(int index) => "CompiledRules.Rules.N" + index.ToString(CultureInfo.InvariantCulture);
}
