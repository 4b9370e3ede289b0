using Microsoft.Extensions.Options;

namespace CompiledRules.Extensions.Hosting.Compilation;

/// <summary>Refuses options whose rules do not compile or whose connectors refuse their options, all at once.</summary>
internal sealed class CompiledRulesValidation(RuleSetCompiler compiler) : IValidateOptions<CompiledRulesOptions>
{
    public ValidateOptionsResult Validate(string? name, CompiledRulesOptions options)
    {
        if (options.DrainTimeout <= TimeSpan.Zero)
            return ValidateOptionsResult.Fail($"{nameof(CompiledRulesOptions.DrainTimeout)} is {options.DrainTimeout}; expected a positive time");

        var problems = compiler.Compile(options).Problems;
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
