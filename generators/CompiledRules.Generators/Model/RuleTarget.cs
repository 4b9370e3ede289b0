namespace CompiledRules.Generators.Model;

/// <summary>A marked method and where the text of its rule stands.</summary>
internal sealed record RuleTarget(RuleMethodSpec Method, SqlPlace Place);
