namespace CompiledRules.Runtime.Windows;

public enum TimeMode
{
    /// <summary>Time is the rule's clock; windows close by deadlines.</summary>
    Processing,

    /// <summary>Time is in the rows; windows close when the watermark passes.</summary>
    Event,
}
