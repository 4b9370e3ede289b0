using System.Globalization;
using System.Text;

namespace CompiledRules.Functions.Hashing;

public static partial class HashFunctions
{
    private static readonly uint[] s_crcTable = BuildCrcTable();

    /// <summary>The IEEE checksum of the UTF-8 bytes, in lower-case hexadecimal without leading zeros.</summary>
    [SqlFunction("crc32", GuardsEmpty = true)]
    public static string Crc32([SqlParameter(Coercion = Coercion.Text)] string text)
    {
        var crc = uint.MaxValue;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
            crc = s_crcTable[(byte)(crc ^ octet)] ^ (crc >> 8);
        return (~crc).ToString("x", CultureInfo.InvariantCulture);
    }

    private static uint[] BuildCrcTable()
    {
        const uint Polynomial = 0xEDB88320;
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++)
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
            table[i] = entry;
        }

        return table;
    }
}
