using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Rules;

/// <summary>The constants of one rule, for code that rules of one shape share. Compiled code asks by position and kind; nothing is checked.</summary>
public sealed class RuleConstants(long[] integers, double[] floats, object[] objects, SqlValue[] values)
{
    public static RuleConstants None { get; } = new([], [], [], []);

    public long Integer(int index) => integers[index];

    public double Float(int index) => floats[index];

    public string Text(int index) => Unsafe.As<string>(objects[index]);

    /// <summary>What is made once for a rule: a compiled pattern.</summary>
    public object Object(int index) => objects[index];

    public SqlValue Value(int index) => values[index];
}
