namespace CompiledRules.State;

/// <summary>Named values that outlive a row; shared by the functions of a host. Safe to use from any thread.</summary>
public interface IKeyedState
{
    /// <summary>The value under <paramref name="key"/>, or <see cref="SqlValue.Missing"/>.</summary>
    SqlValue Get(string key);

    void Put(string key, SqlValue value);

    void Delete(string key);
}
