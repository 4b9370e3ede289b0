using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace CompiledRules.Benchmarks;

/// <summary>All questions in less than five minutes: the contenders of each take turns in this process, so that what else the machine does hits all of them, and only ratios are shown.</summary>
/// <remarks>
/// A figure is the median over the rounds of the CPU time of the process. With <c>--filter TEXT …</c> only classes whose name contains one of the texts run.
/// </remarks>
internal static class QuickRun
{
    private const int Rounds = 11;

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(400);

    public static void Run(string[] arguments)
    {
        var wanted = arguments.SkipWhile(static argument => argument != "--filter").Skip(1).Select(static text => text.Trim('*')).ToList();
        foreach (var type in typeof(QuickRun).Assembly.GetTypes().Where(IsQuestion).OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            if (wanted.Count == 0 || wanted.Exists(text => type.Name.Contains(text, StringComparison.OrdinalIgnoreCase)))
                Run(type);
        }
    }

    // What compiles a new rule per call cannot be repeated in turns; those classes are for the full job.
    private static bool IsQuestion(Type type) => Contenders(type).Any(static contender => contender.Attribute.Baseline && contender.Attribute.OperationsPerInvoke > 1);

    private static IEnumerable<(MethodInfo Method, BenchmarkAttribute Attribute)> Contenders(Type type) =>
        type.GetMethods().Select(static method => (method, method.GetCustomAttribute<BenchmarkAttribute>()!)).Where(static contender => contender.Item2 is not null);

    private static void Run(Type type)
    {
        foreach (var values in Combinations(type))
        {
            var question = Activator.CreateInstance(type)!;
            foreach (var (property, value) in values)
                property.SetValue(question, value);
            foreach (var setup in type.GetMethods().Where(static method => method.IsDefined(typeof(GlobalSetupAttribute))))
                setup.Invoke(question, null);

            Console.WriteLine($"{type.Name} {string.Join(' ', values.Select(static pair => $"{pair.Property.Name}={pair.Value}"))}");
            Report([.. Contenders(type).OrderByDescending(static contender => contender.Attribute.Baseline).Select(contender => new Contender(contender.Method, contender.Attribute, question))]);
        }
    }

    private static IEnumerable<List<(PropertyInfo Property, object? Value)>> Combinations(Type type)
    {
        IEnumerable<List<(PropertyInfo, object?)>> all = [[]];
        foreach (var property in type.GetProperties())
        {
            if (property.GetCustomAttribute<ParamsAttribute>() is { } choices)
                all = all.SelectMany(values => choices.Values.Select(value => new List<(PropertyInfo, object?)>(values) { (property, value) })).ToList();
        }

        return all;
    }

    private static void Report(List<Contender> contenders)
    {
        contenders.ForEach(static contender => contender.WarmUp(s_warmUp));
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
                contenders[(i + round) % contenders.Count].Measure(s_round);
        }

        foreach (var contender in contenders)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {contender.Name,-22} {contender.Median / contenders[0].Median,7:F2}   {contender.Median,9:F1} ns   {contender.BytesPerEvent,8:F1} B"));
        }
    }

    private sealed class Contender(MethodInfo method, BenchmarkAttribute attribute, object question)
    {
        private readonly Action _call = CallOf(method, question);
        private readonly List<double> _nanoseconds = [];
        private readonly List<double> _bytes = [];

        public string Name => method.Name;

        public double Median => _nanoseconds.Order().ElementAt(_nanoseconds.Count / 2);

        public double BytesPerEvent => _bytes.Order().ElementAt(_bytes.Count / 2);

        public void WarmUp(TimeSpan time)
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
                _call();
        }

        public void Measure(TimeSpan time)
        {
            var (bytes, cpu, calls) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime, 0);
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < time; calls++)
                _call();

            var events = (double)calls * attribute.OperationsPerInvoke;
            _nanoseconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / events);
            _bytes.Add((GC.GetAllocatedBytesForCurrentThread() - bytes) / events);
        }

        private static Action CallOf(MethodInfo method, object question)
        {
            if (method.ReturnType == typeof(void))
                return method.CreateDelegate<Action>(question);

            var call = method.CreateDelegate(typeof(Func<>).MakeGenericType(method.ReturnType), question);
            return (Action)typeof(Contender).GetMethod(nameof(Ignore), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(method.ReturnType).Invoke(null, [call])!;
        }

        private static Action Ignore<T>(Func<T> call) => () => call();
    }
}
