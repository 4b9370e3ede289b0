using System.Globalization;

namespace CompiledRules.Connectors.Sql.Databases;

/// <summary>Parts of statements that all databases have in common.</summary>
internal static class SqlWords
{
    public static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    /// <param name="first">Index of the first parameter.</param>
    public static string Parameters(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(Parameter));

    public static string Names(SqlDatabase database, IEnumerable<string> names) => string.Join(", ", names.Select(database.Quote));
}
