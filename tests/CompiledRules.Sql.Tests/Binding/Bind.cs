using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;

namespace CompiledRules.Sql.Tests.Binding;

/// <summary>Compiles against <see cref="TestCatalog"/> and shows what came of it.</summary>
internal static class Bind
{
    public static Compilation Statement(string sql, RuleOptions? options = null) =>
        Compilation.Compile(sql, TestCatalog.For(options ?? RuleOptions.Default), options ?? RuleOptions.Default);

    /// <summary>Fails the test when there is any diagnostic.</summary>
    public static BoundSelect Select(string sql, RuleOptions? options = null)
    {
        var compilation = Statement(sql, options);
        Assert.That(compilation.Diagnostics, Is.Empty);
        return (BoundSelect)compilation.Query!;
    }

    /// <summary>The first select item of <c>SELECT expression FROM source</c>.</summary>
    public static BoundExpression Expression(string expression, string source = "demo") =>
        Unalias(((BoundValueColumn)Select($"SELECT {expression} FROM {source}").Columns[0]).Expression);

    public static BoundExpression Unalias(BoundExpression expression) => expression is BoundAlias alias ? alias.Alias.Expression : expression;

    /// <summary>The ids of what is wrong, errors only, in text order.</summary>
    public static string Errors(string sql, RuleOptions? options = null) =>
        string.Join(" ", Statement(sql, options).Diagnostics.Where(static diagnostic => diagnostic.IsError).Select(static diagnostic => diagnostic.Id));

    /// <summary>Names of the output, as the projection makes them.</summary>
    public static string Names(string columns) => string.Join(", ", Select($"SELECT {columns} FROM demo").Columns.Select(static column => column switch
    {
        BoundValueColumn value => value.Name,
        BoundTableColumn table => table.Name,
        _ => "*",
    }));
}
