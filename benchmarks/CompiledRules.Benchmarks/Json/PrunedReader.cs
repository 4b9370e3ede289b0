using System.Text.Json;

namespace CompiledRules.Benchmarks.Json;

/// <summary>The same four members by the reader of the base library, which checks everything; the others are skipped.</summary>
internal static class PrunedReader
{
    public static ColonScan Read(ReadOnlySpan<byte> data)
    {
        var result = default(ColonScan);
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("temperature"u8))
            {
                reader.Read();
                result.Temperature = ColonScan.ReadNumber(data, (int)reader.TokenStartIndex);
            }
            else if (reader.ValueTextEquals("humidity"u8))
            {
                reader.Read();
                result.Humidity = ColonScan.ReadNumber(data, (int)reader.TokenStartIndex);
            }
            else if (reader.ValueTextEquals("deviceId"u8))
            {
                reader.Read();
                result.DeviceId = reader.ValueSpan;
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                result.Status = reader.ValueSpan;
            }
            else
            {
                reader.Skip();
            }
        }

        return result;
    }
}
