using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Model;

/// <summary>A method that is to become a rule: all that its code depends on, and nothing of where it stands.</summary>
/// <param name="Namespace">Empty for the global one.</param>
/// <param name="Types">The headers of the types around it, outermost first: <c>partial class Rules</c>.</param>
/// <param name="Signature">The head of the method's implementation.</param>
/// <param name="ClassName">Of the class that holds the compiled code.</param>
/// <param name="Accessibility">For a type that is generated beside it.</param>
/// <param name="DefinesOutput">Whether a type of results that does not exist is generated here, and not with an overload before it.</param>
/// <param name="Clock">The expression of the rule's clock: <c>null</c> for the system's.</param>
/// <param name="Errors">The expression of what takes row errors: <c>null</c> for nobody.</param>
/// <param name="Problems">What is wrong with the declaration; such a rule is not compiled.</param>
internal sealed record RuleMethodSpec(
    string HintName,
    string Namespace,
    EquatableArray<string> Types,
    string Signature,
    string Name,
    string ClassName,
    string Accessibility,
    string Sql,
    RuleForm Form,
    RuleOptions Options,
    string? Zone,
    EquatableArray<RuleInputSpec> Inputs,
    RecordShape Output,
    bool DefinesOutput,
    string Clock,
    string Errors,
    EquatableArray<SqlDiagnostic> Problems);

/// <summary>A parameter that brings rows.</summary>
/// <param name="RowType">As C# writes it.</param>
internal sealed record RuleInputSpec(string Parameter, string RowType, StreamSymbol Stream);
