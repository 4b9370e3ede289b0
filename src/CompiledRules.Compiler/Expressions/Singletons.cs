using System.Reflection;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Expressions;

/// <summary>Values that are made once for a rule.</summary>
internal static class Singletons
{
    /// <param name="singleton">Its arguments are constants.</param>
    public static object ValueOf(LoweredSingleton singleton, TypeMap types)
    {
        var arguments = singleton.Arguments.Select(static argument => ((LoweredConstant)argument).Value).ToArray();
        var method = types.Find(singleton.DeclaringType)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .First(method => method.Name == singleton.Method && method.GetParameters().Length == arguments.Length);
        return method.Invoke(null, arguments)!;
    }
}
