namespace CompiledRules.Compiler.Tests;

/// <summary>Runs tasks where they are started, so that what is done in the background is done when the next row comes.</summary>
internal sealed class InPlaceScheduler : TaskScheduler
{
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    protected override void QueueTask(Task task) => TryExecuteTask(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);
}
