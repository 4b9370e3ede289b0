using System.Collections.Immutable;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.State;
using CompiledRules.State;

namespace CompiledRules.Hosting;

/// <summary>What became of a rule's state when its program was replaced.</summary>
/// <param name="IsStateKept">Whether the new program goes on where the old one stopped; otherwise it began anew.</param>
/// <param name="Reason">Why the state was not kept; null where it was.</param>
public sealed record SwapResult(bool IsStateKept, string? Reason);

public sealed partial class RunningRule
{
    /// <summary>Replaces what the rule computes between two events: those before it go through the old program, those after it through the new one.</summary>
    /// <returns>Ends when the new program runs. When it cannot be started the task fails, and the old one goes on as if nothing had been.</returns>
    internal async Task<SwapResult> SwapAsync(IRuleProgram program, string plan, ImmutableArray<(StreamSource Source, InputDecoder Decoder)> inputs)
    {
        var done = new TaskCompletionSource<SwapResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_loop.Post(SourceItem.Do(() => Complete(done, () => Swap(program, plan, inputs)))))
            throw Ended();

        var result = await done.Task.ConfigureAwait(false);
        await CheckpointAsync().ConfigureAwait(false);
        return result;
    }

    private SwapResult Swap(IRuleProgram program, string plan, ImmutableArray<(StreamSource Source, InputDecoder Decoder)> inputs)
    {
        using var state = new MemoryStream(SaveRun());
        var restore = _timers.Detach();
        try
        {
            var result = TryLoad(program, state, out var next);
            next.Open();
            (_run, _layout, _inputs, _plan) = (next, program.Output, inputs, plan);
            for (var input = 0; input < _isEnded.Length; input++)
            {
                if (_isEnded[input])
                    next.InputOf(input).OnCompleted();
            }

            return result;
        }
        catch (Exception)
        {
            restore();
            throw;
        }
    }

    private SwapResult TryLoad(IRuleProgram program, MemoryStream state, out IRuleRun run)
    {
        run = Start(program);
        try
        {
            state.Position = 0;
            using var reader = new BinaryStateReader(state);
            run.Load(reader);
            return state.Position == state.Length ? new SwapResult(true, null) : throw new StateException("The saved state holds more than the new program has a place for.");
        }
        catch (StateException error)
        {
            // Half a state is none.
            run = Start(program);
            return new SwapResult(false, error.Message);
        }
    }
}
