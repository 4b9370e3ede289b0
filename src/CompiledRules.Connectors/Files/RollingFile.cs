using System.Globalization;
using CompiledRules.Formats.Delimited;

namespace CompiledRules.Connectors.Files;

/// <summary>One file that grows by messages.</summary>
internal sealed class RollingFile : IDisposable
{
    private readonly FileSinkOptions _options;
    private readonly string _path;
    private readonly Stream _stream;
    private readonly bool _isContinued;
    private long _count;

    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public RollingFile(string path, FileSinkOptions options, DateTimeOffset now)
    {
        _options = options;
        _path = options.Name == RollingName.None ? path : Stamped(path, now, options.Name);
        Begun = now;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            if (options.IsWrapped && File.Exists(_path))
                File.Move(_path, FreeName());
            var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(0, SeekOrigin.End);
            _isContinued = file.Length > 0;
            _stream = options.IsWrapped ? new WrappedFile(file, options) : file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"file '{_path}' cannot be written: {exception.Message}", exception);
        }
    }

    public DateTimeOffset Begun { get; }

    public bool IsEmpty => !_isContinued && _count == 0;

    /// <summary>Knows the columns of a CSV file; null until the first row.</summary>
    public DelimitedRowEncoder? Encoder { get; set; }

    /// <summary>Whether the file is full or old.</summary>
    public bool IsDue(DateTimeOffset now) =>
        _count >= _options.RollingCount
        || (_options.RollingSize > 0 && _stream.Length >= _options.RollingSize)
        || (_options.RollingInterval > TimeSpan.Zero && now - Begun >= _options.RollingInterval);

    public void Write(ReadOnlySpan<byte> message)
    {
        if (_options.Type == FileType.Json && _options.IsWrapped)
        {
            _stream.Write(IsEmpty ? "["u8 : ","u8);
            _stream.Write(message);
        }
        else if (_options.Type == FileType.Json)
        {
            // The closing bracket is written over, so that the file is an array after each message.
            if (!IsEmpty)
                _stream.Seek(-1, SeekOrigin.End);
            _stream.Write(IsEmpty ? "["u8 : ","u8);
            _stream.Write(message);
            _stream.Write("]"u8);
        }
        else
        {
            _stream.Write(message);
            _stream.Write("\n"u8);
        }

        _count++;
        _stream.Flush();
    }

    public void Dispose()
    {
        // What is compressed or encrypted cannot be written over, so its array is closed last.
        if (_options is { Type: FileType.Json, IsWrapped: true })
            _stream.Write(IsEmpty ? "[]"u8 : "]"u8);
        _stream.Dispose();
    }

    /// <summary>Closes the file so that the next one can take its place.</summary>
    public void Retire()
    {
        Dispose();
        if (_options.Name == RollingName.None)
            File.Move(_path, FreeName());
    }

    private static string Stamped(string path, DateTimeOffset time, RollingName name, int number = 0)
    {
        var stamp = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        if (number > 0)
            stamp += string.Create(CultureInfo.InvariantCulture, $".{number}");
        var (stem, extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        return Path.Combine(Path.GetDirectoryName(path)!, name == RollingName.Prefix ? $"{stamp}-{stem}{extension}" : $"{stem}-{stamp}{extension}");
    }

    // Files may be filled within one millisecond.
    private string FreeName() =>
        Enumerable.Range(0, int.MaxValue).Select(number => Stamped(_path, Begun, RollingName.Suffix, number)).First(static name => !File.Exists(name));
}
