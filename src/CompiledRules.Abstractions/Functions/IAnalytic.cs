using CompiledRules.State;

namespace CompiledRules;

/// <summary>A function of a row and the rows before it, such as <c>lag</c>. Implemented by structs with <see cref="SqlAnalyticAttribute"/>.</summary>
/// <remarks>
/// <para>
/// Besides the state, the struct has one or more public methods <c>Next</c>, its overloads. The first parameter is <c>bool when</c>, the value of
/// <c>OVER (WHEN …)</c>: true without such a clause, and for a null condition. The others take the arguments of SQL by the rules of
/// <see cref="SqlFunctionAttribute"/>, and may have defaults, which stand for arguments that are not written. A null for a parameter that takes no null is a row error.
/// The result is any type that a scalar function may give; it is null before there is anything to tell.
/// </para>
/// <para>
/// One value serves one call site and one partition, and starts as <c>default</c>. <c>Next</c> is called once per row, in order of arrival, before <c>WHERE</c>, windows
/// and joins; also with <c>when</c> false, where it leaves the state alone and tells what it last told or would tell. A row whose argument fails is not shown to it.
/// Literal arguments, such as the distance of <c>lag</c>, are the same in every call. Missing values count as null. A <see cref="SqlValue"/> parameter takes typed columns without boxing.
/// </para>
/// </remarks>
public interface IAnalytic : IStateful;
