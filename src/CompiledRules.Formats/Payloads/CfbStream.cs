using System.Security.Cryptography;

namespace CompiledRules.Formats.Payloads;

/// <summary>Encrypts what is written to it with AES in cipher feedback of whole blocks, byte for byte, so that nothing waits for a block to fill. The output stays open.</summary>
internal sealed class CfbStream : Stream
{
    private readonly Stream _output;
    private readonly Aes _aes;

    // The last block of ciphertext, of which _used bytes belong to the present block already.
    private readonly byte[] _feedback;
    private readonly byte[] _mask;
    private int _used;

    public CfbStream(Stream output, byte[] key, byte[] vector)
    {
        _output = output;
        _aes = Aes.Create();
        _aes.Key = key;
        _feedback = [.. vector];
        _mask = new byte[vector.Length];
        _used = vector.Length;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var encrypted = new byte[buffer.Length];
        for (var i = 0; i < buffer.Length; i++)
        {
            if (_used == _feedback.Length)
            {
                _aes.EncryptEcb(_feedback, _mask, PaddingMode.None);
                _used = 0;
            }

            encrypted[i] = _feedback[_used] = (byte)(buffer[i] ^ _mask[_used]);
            _used++;
        }

        _output.Write(encrypted);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _aes.Dispose();
        base.Dispose(disposing);
    }
}
