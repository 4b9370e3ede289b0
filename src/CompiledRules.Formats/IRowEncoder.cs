using System.Buffers;

namespace CompiledRules.Formats;

/// <summary>Turns results into one message. Calls must not overlap.</summary>
public interface IRowEncoder
{
    /// <param name="message">An object, or an array of objects.</param>
    /// <param name="output">Takes the bytes; what an encoder has written before an error must be thrown away.</param>
    /// <exception cref="SqlException">The message has no form in this format.</exception>
    void Encode(SqlValue message, IBufferWriter<byte> output);
}
