namespace CompiledRules.Hosting.Sharing;

/// <summary>What a shared stream gives all its rules: rows in the stream's own layout, which nobody changes.</summary>
/// <param name="Errors">What could not be read of the messages that the rows came with.</param>
internal sealed record SharedBatch(Row[] Rows, SqlException[] Errors);
