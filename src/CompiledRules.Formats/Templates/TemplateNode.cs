namespace CompiledRules.Formats.Templates;

/// <summary>A parsed template.</summary>
internal abstract record TemplateNode;

internal sealed record TextNode(string Text) : TemplateNode;

/// <summary><c>{{ pipeline }}</c>; a declaration prints nothing.</summary>
internal sealed record ActionNode(Pipeline Pipeline) : TemplateNode;

/// <summary><c>if</c> and <c>with</c>; <c>with</c> makes its value the dot.</summary>
internal sealed record BranchNode(Pipeline Condition, TemplateNode[] Then, TemplateNode[] Else, bool SetsDot) : TemplateNode;

/// <summary><c>range</c>, with up to two variables declared by its pipeline: the value, or the key and the value.</summary>
internal sealed record RangeNode(Pipeline Over, TemplateNode[] Body, TemplateNode[] Else) : TemplateNode;

/// <param name="Variables">Names with their dollar sign.</param>
/// <param name="IsAssignment">Whether it sets existing variables.</param>
internal sealed record Pipeline(string[] Variables, bool IsAssignment, Command[] Commands);

/// <summary>A value, or a function and its arguments; within a pipeline the result of the one before comes as last argument.</summary>
internal sealed record Command(Operand[] Operands);

internal abstract record Operand;

internal sealed record LiteralOperand(SqlValue Value) : Operand;

/// <summary><c>.</c>, <c>.a.b</c>, <c>$x.a</c> and <c>(pipeline).a</c>.</summary>
/// <param name="Root">Null for the dot.</param>
internal sealed record PathOperand(Operand? Root, string[] Fields) : Operand;

internal sealed record VariableOperand(string Name) : Operand;

internal sealed record FunctionOperand(string Name) : Operand;

internal sealed record PipelineOperand(Pipeline Pipeline) : Operand;
