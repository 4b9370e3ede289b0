using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CompiledRules.Formats.Json;

/// <summary>Finds the wanted members of a message that is one object, in one pass that looks at nothing else.</summary>
/// <remarks>
/// The pass sees where strings, brackets and colons are. At a colon of the top level stands a name; it is compared with the one that followed the same name last
/// time, and where that fails it is looked up. Of members that nobody wants only the brackets and the ends of strings are checked; values that are read are
/// checked as the reader would. Whatever is odd (an error, an escaped name, deep nesting) is left to the reader, which decides alone about errors.
/// Of names that come twice the last counts, so a message is always seen to its end.
/// </remarks>
/// <param name="texts">Texts to use again, by slot; null where rows may outlive the next message.</param>
internal sealed class JsonScan(JsonNameTable names, JsonScanValues values, Utf8Text[]? texts = null)
{
    // One bit a level in the stack of bracket kinds.
    private const int MaximumDepth = 60;

    // A byte is part of an escape only if a backslash stands at most five bytes before it, and the end of a name compares eight bytes.
    private const int EscapeReach = 16;

    /// <summary>Reads the wanted members into their slots.</summary>
    /// <returns>False where the message has to be read by the reader; the slots are then undefined.</returns>
    /// <exception cref="System.Text.Json.JsonException">As false.</exception>
    /// <exception cref="SqlException">As false.</exception>
    public bool TryRead(ReadOnlyMemory<byte> payload, SqlValue[] slots)
    {
        var run = new Run(payload, slots, names.Start);
        if (!run.Begins())
            return false;

        var data = payload.Span;
        var position = 0;
        for (; data.Length - position >= JsonBlock.Size; position += JsonBlock.Size)
        {
            if (!Scan(ref run, ref MemoryMarshal.GetReference(data[position..]), position))
                return false;
        }

        if (position == data.Length)
            return run.HasEnded;

        Span<byte> tail = stackalloc byte[JsonBlock.Size];
        tail.Fill((byte)' ');
        data[position..].CopyTo(tail);
        return Scan(ref run, ref MemoryMarshal.GetReference(tail), position) && run.HasEnded;
    }

    private bool Scan(ref Run run, ref byte start, int position)
    {
        var block = JsonBlock.Read(ref start);
        var quotes = block.Quotes & ~JsonBlock.Escaped(block.Backslashes, ref run.EscapeCarry);
        var strings = JsonBlock.PrefixXor(quotes) ^ run.StringCarry;
        run.StringCarry = (ulong)((long)strings >> 63);
        if ((block.Backslashes & ~strings) != 0)
            return false;

        var members = new Members(quotes, block.Backslashes, position);
        if (!ReadSymbols(ref run, block.Colons & ~strings, block.Brackets & ~strings, members))
            return false;

        if (block.Backslashes != 0)
            run.LastBackslash = position + JsonBlock.Highest(block.Backslashes);
        return true;
    }

    private bool ReadSymbols(ref Run run, ulong colons, ulong brackets, Members members)
    {
        // Brackets change the depth, so colons are taken in the stretches between them.
        while (true)
        {
            var bracket = BitOperations.TrailingZeroCount(brackets);
            var before = bracket == JsonBlock.Size ? colons : colons & ((1UL << bracket) - 1);
            if (run.Depth == 1 && !ReadMembers(ref run, before, members))
                return false;
            if (bracket == JsonBlock.Size)
                return true;

            if (!run.Nest(run.Data[members.Position + bracket], members.Position + bracket))
                return false;
            colons &= ~before;
            brackets &= brackets - 1;
        }
    }

    private bool ReadMembers(ref Run run, ulong colons, Members members)
    {
        for (; colons != 0; colons &= colons - 1)
        {
            var bit = BitOperations.TrailingZeroCount(colons);
            if (IsUnwanted(run.Data, members, bit))
                run.NameStart = -1;
            else if (!ReadMember(ref run, members.Position + bit, members.BackslashBefore(bit, run.LastBackslash)))
                return false;
        }

        return true;
    }

    // Most members are told from the wanted ones by the length and the last letter of their name. False says nothing.
    private bool IsUnwanted(ReadOnlySpan<byte> data, Members members, int colon)
    {
        var before = members.Quotes & ((1UL << colon) - 1);
        var end = 63 - BitOperations.LeadingZeroCount(before);
        var start = 63 - BitOperations.LeadingZeroCount(before & ~(1UL << end));
        if (end != colon - 1 || start < 0)
            return false;

        var escapes = members.Backslashes & ((1UL << end) - (1UL << start));
        return escapes == 0 && !names.MayWant(end - start - 1, data[members.Position + end - 1]);
    }

    private bool ReadMember(ref Run run, int colon, int lastBackslash)
    {
        var expected = run.NameStart;
        run.NameStart = -1;
        var end = colon - 1;
        while (JsonScanValues.IsBlank(run.Data[end]))
            end--;
        if (run.Data[end] != '"')
            return false;

        if (run.Name.Next is { } next && end - lastBackslash > EscapeReach && EndsWith(run.Data, end, next))
        {
            run.Name = next;
            if (next.Slot < 0)
                return true;
            if (next.Utf8.Length < JsonName.TailLength - 1 || IsName(run.Data, end, next))
                return ReadValue(ref run, end - next.Utf8.Length - 1, expected, colon);
        }

        return Find(ref run, end) is { } start and >= 0 && (run.Name.Slot < 0 || ReadValue(ref run, start, expected, colon));
    }

    private static bool EndsWith(ReadOnlySpan<byte> data, int end, JsonName name)
    {
        var start = end + 1 - JsonName.TailLength;
        return start >= 0 && (BinaryPrimitives.ReadUInt64LittleEndian(data[start..]) & name.TailMask) == name.Tail;
    }

    private static bool IsName(ReadOnlySpan<byte> data, int end, JsonName name)
    {
        var start = end - name.Utf8.Length;
        return start > 0 && data[start - 1] == '"' && data[start..end].SequenceEqual(name.Utf8);
    }

    // Gives the place of the name's opening quote, or -1 where the name has escapes.
    private int Find(ref Run run, int end)
    {
        var start = run.Data[..end].LastIndexOfAny((byte)'"', (byte)'\\');
        if (start <= 0 || run.Data[start] == '\\' || run.Data[start - 1] == '\\')
            return -1;

        run.Name = names.Find(run.Name, run.Data[(start + 1)..end]);
        return start;
    }

    private bool ReadValue(ref Run run, int nameStart, int expected, int colon)
    {
        if (expected >= 0 ? nameStart != expected : !run.BeginsMember(nameStart))
            return false;

        var end = values.Read(run.Payload, run.Data, colon + 1, run.Name.Column?.Type, texts?[run.Name.Slot], out run.Slots[run.Name.Slot]);
        return end > 0 && run.EndValue(end);
    }

    /// <summary>What a block says of the names in it.</summary>
    /// <param name="Quotes">Without escaped ones.</param>
    /// <param name="Position">Where the block begins in the message.</param>
    private readonly record struct Members(ulong Quotes, ulong Backslashes, int Position)
    {
        public int BackslashBefore(int bit, int earlier)
        {
            var backslash = JsonBlock.Highest(Backslashes & ((1UL << bit) - 1));
            return backslash < 0 ? earlier : Position + backslash;
        }
    }

    /// <summary>How far one message has been read.</summary>
    private ref struct Run(ReadOnlyMemory<byte> payload, SqlValue[] slots, JsonName start)
    {
        public readonly ReadOnlyMemory<byte> Payload = payload;
        public readonly ReadOnlySpan<byte> Data = payload.Span;
        public readonly SqlValue[] Slots = slots;
        public JsonName Name = start;
        public ulong EscapeCarry;
        public ulong StringCarry;
        public int LastBackslash = -JsonBlock.Size;
        public int Depth;

        /// <summary>Where the next name has to stand; -1 where a member that nobody wants is before it.</summary>
        public int NameStart = -1;

        // The lowest bit is the innermost bracket: set for an object.
        private ulong _kinds;
        private bool _isClosed;

        public readonly bool HasEnded => _isClosed && StringCarry == 0;

        public bool Begins()
        {
            var first = JsonScanValues.SkipBlanks(Data, 0);
            if (first == Data.Length || Data[first] != '{')
                return false;

            var next = JsonScanValues.SkipBlanks(Data, first + 1);
            if (next == Data.Length)
                return false;

            NameStart = Data[next] == '"' ? next : -1;
            return Data[next] is (byte)'"' or (byte)'}';
        }

        public readonly bool BeginsMember(int nameStart)
        {
            var before = nameStart - 1;
            while (before >= 0 && JsonScanValues.IsBlank(Data[before]))
                before--;
            return before >= 0 && Data[before] is (byte)',' or (byte)'{';
        }

        public bool Nest(byte bracket, int position)
        {
            var kind = (ulong)(bracket >> 5) & 1;
            if (IsOpening(bracket))
            {
                _kinds = (_kinds << 1) | kind;
                Depth++;
                return Depth <= MaximumDepth && !_isClosed;
            }

            if (Depth == 0 || (_kinds & 1) != kind)
                return false;

            _kinds >>= 1;
            Depth--;
            return Depth > 0 || Close(position);
        }

        // A value that was read must be followed by a member's name or the end.
        public bool EndValue(int end)
        {
            end = JsonScanValues.SkipBlanks(Data, end);
            if (end == Data.Length)
                return false;
            if (Data[end] == '}')
                return true;
            if (Data[end] != ',')
                return false;

            NameStart = JsonScanValues.SkipBlanks(Data, end + 1);
            return NameStart < Data.Length && Data[NameStart] == '"';
        }

        private bool Close(int position)
        {
            _isClosed = true;
            return NameStart < 0 && JsonScanValues.SkipBlanks(Data, position + 1) == Data.Length;
        }

        private static bool IsOpening(byte bracket) => (bracket & 2) != 0;
    }
}
