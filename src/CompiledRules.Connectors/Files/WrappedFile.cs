namespace CompiledRules.Connectors.Files;

/// <summary>A file that is compressed or encrypted as a whole, or both. Each write reaches the disk; the end is written at disposal.</summary>
internal sealed class WrappedFile : Stream
{
    private readonly FileStream _file;
    private readonly Stream? _encrypting;
    private readonly Stream? _compressing;
    private readonly Stream _target;

    public WrappedFile(FileStream file, FileSinkOptions options)
    {
        _file = file;
        _encrypting = options.Encrypt?.Invoke(file);
        _compressing = options.Compression?.Compress(_encrypting ?? file);
        _target = _compressing ?? _encrypting ?? file;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => _target.Write(buffer);

    public override void Flush()
    {
        _target.Flush();
        _file.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _compressing?.Dispose();
            _encrypting?.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
