using CompiledRules.Runtime.Rules;
using CompiledRules.Sql;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Compiler;

/// <summary>A statement compiled for rows of slots.</summary>
/// <param name="Program">What runs it.</param>
/// <param name="Plan">What was compiled, after all rewrites.</param>
/// <param name="Warnings">What a reader of the statement should know; no errors.</param>
public sealed record CompiledRule(IRuleProgram Program, LogicalPlan Plan, EquatableArray<SqlDiagnostic> Warnings);
