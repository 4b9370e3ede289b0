using System.Numerics;

namespace Toolbox;

/// <summary>A cell of the globe: the bits of latitude and longitude in turn, the longitude's first.</summary>
/// <param name="Bits">The first bits of the cell, at the upper end.</param>
/// <param name="Length">How many bits count.</param>
internal readonly record struct Geohash(ulong Bits, int Length)
{
    private const string Digits = "0123456789bcdefghjkmnpqrstuvwxyz";
    private const int BitsOfDigit = 5;

    /// <summary>The longest text: 60 of the 64 bits.</summary>
    public const int MaxDigits = 12;

    private static readonly double s_steps = Math.Pow(2, 32);

    public static Geohash Of(double latitude, double longitude) =>
        new(Spread(Quantize(latitude, 90)) | Spread(Quantize(longitude, 180)) << 1, 64);

    /// <summary>Null for a text that is none.</summary>
    public static Geohash? Parse(string text)
    {
        var bits = 0UL;
        foreach (var letter in text)
        {
            var digit = Digits.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
            if (digit < 0 || text.Length > MaxDigits)
                return null;
            bits = bits << BitsOfDigit | (uint)digit;
        }

        var length = text.Length * BitsOfDigit;
        return length == 0 ? null : new Geohash(bits << (64 - length), length);
    }

    public (double MinLatitude, double MaxLatitude, double MinLongitude, double MaxLongitude) Box
    {
        get
        {
            var (height, width) = (180 / Math.Pow(2, Length / 2), 360 / Math.Pow(2, (Length + 1) / 2));
            var south = Gather(Bits) / s_steps * 180 - 90;
            var west = Gather(Bits >> 1) / s_steps * 360 - 180;
            return (south, south + height, west, west + width);
        }
    }

    /// <summary>The cell beside this one, of the same size; round the globe from east to west.</summary>
    public Geohash Neighbor(int north, int east)
    {
        var latitude = (uint)(Gather(Bits) + north * (1L << (32 - Length / 2)));
        var longitude = (uint)(Gather(Bits >> 1) + east * (1L << (32 - (Length + 1) / 2)));
        return this with { Bits = Spread(latitude) | Spread(longitude) << 1 };
    }

    public override string ToString() => string.Create(Math.Min(Length / BitsOfDigit, MaxDigits), Bits, static (text, bits) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = Digits[(int)(BitOperations.RotateLeft(bits, (i + 1) * BitsOfDigit) & 31)];
    });

    private static uint Quantize(double degrees, double limit) => (uint)Math.Min((degrees + limit) / (2 * limit) * s_steps, uint.MaxValue);

    private static ulong Spread(uint value)
    {
        ulong bits = value;
        bits = (bits | bits << 16) & 0x0000FFFF0000FFFF;
        bits = (bits | bits << 8) & 0x00FF00FF00FF00FF;
        bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | bits << 2) & 0x3333333333333333;
        return (bits | bits << 1) & 0x5555555555555555;
    }

    private static uint Gather(ulong bits)
    {
        bits &= 0x5555555555555555;
        bits = (bits | bits >> 1) & 0x3333333333333333;
        bits = (bits | bits >> 2) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | bits >> 4) & 0x00FF00FF00FF00FF;
        bits = (bits | bits >> 8) & 0x0000FFFF0000FFFF;
        return (uint)(bits | bits >> 16);
    }
}
