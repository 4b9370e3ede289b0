using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CompiledRules.Native.Symbols;

/// <summary>Makes connectors of one class: constructor, then a property per option.</summary>
internal sealed class ConnectorFactory
{
    private readonly string _plugin;
    private readonly ConstructorInfo _constructor;
    private readonly PropertyInfo[] _options;

    /// <exception cref="PluginException">There is no constructor to call, or a property has a type that no option can be.</exception>
    public ConnectorFactory(string plugin, Type type)
    {
        _plugin = plugin;
        _constructor = type.GetConstructor([typeof(ConnectorContext)])
            ?? type.GetConstructor(Type.EmptyTypes)
            ?? throw new PluginException(plugin, $"{type.FullName} has no public constructor without parameters or with a ConnectorContext; add one");
        _options = [.. type.GetProperties().Where(static property => property.SetMethod is { IsPublic: true })];
        foreach (var property in _options)
        {
            if (!IsSupported(property.PropertyType))
                throw new PluginException(plugin, $"option {type.Name}.{property.Name} is of type {property.PropertyType.Name}; expected string, bool, a number, TimeSpan, an enum or IReadOnlyList<string>");
        }
    }

    /// <exception cref="OptionException">An option is missing or has a value that does not fit.</exception>
    /// <exception cref="PluginException">The constructor or a property has thrown.</exception>
    public object Create(ConnectorOptions options, ConnectorContext context)
    {
        try
        {
            var connector = _constructor.Invoke(_constructor.GetParameters().Length == 0 ? [] : [context]);
            foreach (var property in _options)
                Set(connector, property, options);
            return connector;
        }
        catch (TargetInvocationException error) when (error.InnerException is { } cause)
        {
            throw cause as OptionException ?? (Exception)new PluginException(_plugin, $"{_constructor.DeclaringType!.Name} cannot be made: {cause.Message}", cause);
        }
    }

    private static bool IsSupported(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(TimeSpan) || type == typeof(IReadOnlyList<string>)
            || type == typeof(int) || type == typeof(long) || type == typeof(double);
    }

    private static void Set(object connector, PropertyInfo property, ConnectorOptions options)
    {
        if (options.Has(property.Name))
            property.SetValue(connector, Read(property, options));
        else if (property.GetCustomAttribute<RequiredMemberAttribute>() is not null)
            throw options.Error(property.Name, "it is required");
    }

    private static object? Read(PropertyInfo property, ConnectorOptions options)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(string))
            return options.GetString(property.Name, "");
        if (type == typeof(bool))
            return options.GetBoolean(property.Name, false);
        if (type == typeof(TimeSpan))
            return options.GetDuration(property.Name, TimeSpan.Zero);
        if (type == typeof(int))
            return (int)options.GetInteger(property.Name, 0, int.MinValue, int.MaxValue);
        if (type == typeof(long))
            return options.GetInteger(property.Name, 0);
        if (type == typeof(double))
            return ReadFloat(property, options);

        return type.IsEnum ? Enum.Parse(type, options.GetChoice(property.Name, "", Enum.GetNames(type))) : options.GetStrings(property.Name);
    }

    private static double ReadFloat(PropertyInfo property, ConnectorOptions options) =>
        double.TryParse(options.GetString(property.Name, ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw options.Error(property.Name, $"found \"{options.GetString(property.Name, "")}\"; expected a number");
}
