namespace CompiledRules.Generators.Scripts;

/// <summary>Names of SQL as C# has them.</summary>
internal static class ScriptNames
{
    /// <summary><c>hot_rooms</c> as <c>HotRooms</c>.</summary>
    public static string Pascal(string name)
    {
        var words = new string([.. name.Select(static letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Concat(words.Select(static word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        return joined.Length == 0 || char.IsDigit(joined[0]) ? "_" + joined : joined;
    }

    /// <summary><c>hot_rooms</c> as <c>hotRooms</c>.</summary>
    public static string Camel(string name)
    {
        var pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }
}
