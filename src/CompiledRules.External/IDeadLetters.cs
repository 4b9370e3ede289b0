namespace CompiledRules.External;

/// <summary>Takes calls that failed. Called from any thread; must not block.</summary>
public interface IDeadLetters
{
    void Add(DeadLetter letter);
}

/// <summary>A call that failed and whose row was dropped.</summary>
public sealed record DeadLetter(string Function, SqlArray Arguments, SqlException Error, DateTimeOffset Time);
