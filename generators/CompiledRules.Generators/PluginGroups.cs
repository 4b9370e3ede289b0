using CompiledRules.Generators.Model;
using CompiledRules.Sql;

namespace CompiledRules.Generators;

/// <summary>Brings the marked members of an assembly together: overloads into functions, and what no two may share.</summary>
internal static class PluginGroups
{
    /// <summary>One function per name; the first form counts where there are several, which is reported.</summary>
    public static EquatableArray<PluginFunctionSpec> FunctionsOf(EquatableArray<PluginMember<PluginCodeSpec>> members) => members
        .Select(static member => member.Spec)
        .OfType<PluginCodeSpec>()
        .SelectMany(static code => code.Names.Select(name => (Name: name, Code: code)))
        .GroupBy(static entry => entry.Name, StringComparer.Ordinal)
        .Select(static same => new PluginFunctionSpec(same.Key, same.First().Code.Kind, same.Select(static entry => entry.Code).Where(code => IsSameForm(code, same.First().Code)).ToEquatableArray()))
        .ToEquatableArray();

    public static EquatableArray<PluginConnectorSpec> ConnectorsOf(EquatableArray<PluginMember<PluginConnectorSpec>> members) => members
        .Where(static member => member.Spec is not null)
        .GroupBy(static member => member.Key)
        .Select(static same => same.First().Spec!)
        .ToEquatableArray();

    public static IEnumerable<MemberProblem> ProblemsOf(EquatableArray<PluginMember<PluginCodeSpec>> members)
    {
        foreach (var problem in ProblemsOf(members, "Function", static code => code.Names[0]))
            yield return problem;
        foreach (var same in members.Where(static member => member.Spec is not null).GroupBy(static member => member.Spec!.Names[0], StringComparer.Ordinal))
        {
            foreach (var other in same.Where(member => !IsSameForm(member.Spec!, same.First().Spec!)))
                yield return new(PluginProblems.MixedForms.At(default, same.Key), other.Place);
        }
    }

    public static IEnumerable<MemberProblem> ProblemsOf(EquatableArray<PluginMember<PluginConnectorSpec>> members) =>
        ProblemsOf(members, "Connector", static connector => connector.Name);

    private static IEnumerable<MemberProblem> ProblemsOf<TSpec>(EquatableArray<PluginMember<TSpec>> members, string what, Func<TSpec, string> name)
        where TSpec : class => members
        .SelectMany(static member => member.Problems)
        .Concat(members.Where(static member => member.Spec is not null)
            .GroupBy(static member => member.Key, StringComparer.Ordinal)
            .SelectMany(same => same.Skip(1).Select(member => new MemberProblem(PluginProblems.DuplicateName.At(default, what, name(member.Spec!)), member.Place))));

    private static bool IsSameForm(PluginCodeSpec left, PluginCodeSpec right) => left.Kind == right.Kind && left.IsAsync == right.IsAsync;
}
