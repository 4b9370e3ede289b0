using StackExchange.Redis;

namespace CompiledRules.Connectors.Redis;

/// <summary>One connection to a server. It is made when it is needed; after a loss it comes back by itself, and what is asked until then fails at once.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int LargestDatabase = 15;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ConfigurationOptions _configuration;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConnectionMultiplexer? _connection;

    /// <param name="options"><c>addr</c>, <c>username</c>, <c>password</c> and <c>db</c>, from 0 to 15.</param>
    /// <param name="addressOption">What the address is called: <c>addr</c> or <c>address</c>. Both are taken.</param>
    /// <param name="database">The database where <c>db</c> is not an option of the connector; null to read it.</param>
    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public RedisConnection(ConnectorOptions options, string addressOption, int? database = null)
    {
        var other = addressOption == "addr" ? "address" : "addr";
        Address = options.GetStringOrNull(other) ?? options.RequireString(addressOption, "host and port of the server, such as 127.0.0.1:6379");
        _configuration = new ConfigurationOptions
        {
            User = options.GetStringOrNull("username"),
            Password = options.GetStringOrNull("password"),
            DefaultDatabase = database ?? (int)options.GetInteger("db", 0, 0, LargestDatabase),
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            ConnectTimeout = (int)s_patience.TotalMilliseconds,
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new ExponentialRetry((int)TimeSpan.FromSeconds(1).TotalMilliseconds, (int)TimeSpan.FromSeconds(60).TotalMilliseconds),
        };
        try
        {
            _configuration.EndPoints.Add(Address.Contains("://", StringComparison.Ordinal) ? Address[(Address.IndexOf("://", StringComparison.Ordinal) + 3)..] : Address);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw options.Error(addressOption, $"found \"{Address}\"; expected host and port of the server, such as 127.0.0.1:6379");
        }
    }

    public string Address { get; }

    public ConnectionStatusFeed Status { get; } = new();

    /// <exception cref="IOException">The server cannot be reached, or refuses user and password.</exception>
    public async ValueTask<ConnectionMultiplexer> OpenAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _connection ??= await ConnectAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <exception cref="IOException">The server cannot be reached, or not now.</exception>
    /// <exception cref="SqlException">It refuses the command.</exception>
    public async ValueTask<T> AskAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await command(connection.GetDatabase()).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisConnectionException or RedisTimeoutException || IsPassing(exception))
        {
            throw new IOException($"{Address}: {exception.Message}", exception);
        }
        catch (RedisException exception)
        {
            throw new SqlException($"{Address}: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        Status.Set(ConnectionState.Connecting);
        try
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(_configuration).ConfigureAwait(false);
            connection.ConnectionFailed += (_, failure) => Status.Set(ConnectionState.Disconnected, $"{Address}: {failure.Exception?.Message ?? $"{failure.FailureType}"}");
            connection.ConnectionRestored += (_, _) =>
            {
                if (connection.IsConnected)
                    Status.Set(ConnectionState.Connected);
            };
            Status.Set(ConnectionState.Connected);
            return connection;
        }
        catch (RedisException exception)
        {
            var error = new IOException($"{Address}: {exception.Message}", exception);
            Status.Set(ConnectionState.Disconnected, error.Message);
            throw error;
        }
    }

    // A server that loads its data, or lost its master, takes the command later.
    private static bool IsPassing(Exception exception) => exception is RedisServerException
        && (exception.Message.StartsWith("LOADING", StringComparison.Ordinal) || exception.Message.StartsWith("READONLY", StringComparison.Ordinal) || exception.Message.StartsWith("MASTERDOWN", StringComparison.Ordinal));
}
