using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Tests.Windows;

[TestFixture]
public sealed class WindowTests
{
    private const TimeMode Processing = TimeMode.Processing;
    private const TimeMode Event = TimeMode.Event;

    [Test]
    public void Tumbling_emits_every_boundary_also_the_empty_ones() =>
        Assert.That(Play(Tumbling(Processing), "a1200 b9900 c10000 d30000", 40_000), Is.EqualTo("0-10000: ab; 10000-20000: c; 20000-30000: ; 30000-40000: d"));

    [Test]
    public void Tumbling_in_event_time_starts_with_the_first_row_and_visits_every_boundary() =>
        Assert.That(PlayEvent(Tumbling(Event), "a1200 b9900 c30000", 30_000), Is.EqualTo("1200-10000: ab; 10000-20000: ; 20000-30000: "));

    [Test]
    public void Hopping_covers_length_before_each_hop() =>
        Assert.That(Play(Hopping(Processing, 2, 1), "a500 b1000 c2500", 5_000), Is.EqualTo("-1000-1000: a; 0-2000: ab; 1000-3000: bc; 2000-4000: c; 3000-5000: "));

    [Test]
    public void Hopping_in_event_time_moves_the_first_start_by_the_first_row() =>
        Assert.That(PlayEvent(Hopping(Event, 2, 1), "a1013 b2500", 3_000), Is.EqualTo("13-2000: a; 1000-3000: ab"));

    [Test]
    public void Hop_longer_than_length_leaves_gaps() =>
        Assert.That(Play(Hopping(Processing, 1, 3), "a500 b1999 c2000 d2999 e3000", 6_000), Is.EqualTo("2000-3000: cd; 5000-6000: "));

    [Test]
    public void Sliding_emits_both_ends_inside_for_each_triggering_row() =>
        Assert.That(Play(Sliding(Processing, 1_000, 0), "a0 b1000 C1500 d2000", 9_000), Is.EqualTo("-1000-0: a; 0-1000: ab; 1000-2000: bCd"));

    [Test]
    public void Sliding_with_delay_takes_the_rows_before_its_end() =>
        Assert.That(Play(Sliding(Processing, 1_000, 500), "A0 b1000 C1499 D1500", 9_000), Is.EqualTo("0-1500: AbC"));

    [Test]
    public void Sliding_in_event_time_takes_rows_of_the_same_millisecond() =>
        Assert.That(PlayEvent(Sliding(Event, 1_000, 0), "a0 b500 C500", 500), Is.EqualTo("-1000-0: a; -500-500: abC"));

    [Test]
    public void Sliding_twice_emits_before_and_after() =>
        Assert.That(
            Play(timeline => new SlidingWindow<char>(Processing, 1_000, 500, true, timeline.Timers, new BufferedSlide<char>(timeline, timeline)), "A0 b1000 C1499 D1500", 9_000),
            Is.EqualTo("0-1000: b; 1000-1500: C"));

    [Test]
    public void Session_ends_a_timeout_after_its_last_row_or_at_a_boundary_when_it_is_old_enough() =>
        Assert.That(
            Play(Session(Processing), "a6013 b6823 c7932 d8442 e9252 f10062 g10872 h11682 i12492 j13202 k14112", 16_000),
            Is.EqualTo("6013-7823: ab; 7932-10000: cde; 10000-14000: fghij; 14000-15112: k"));

    [Test]
    public void Session_in_event_time_follows_the_same_rules() =>
        Assert.That(
            PlayEvent(Session(Event), "a6013 c7932 d8442 e9252 f10062 g10872 h11682 i12492 j13202 k14112", 16_000),
            Is.EqualTo("6013-7013: a; 7932-10000: cde; 10000-14000: fghij; 14000-15112: k"));

    [Test]
    public void Count_emits_the_last_rows_every_interval() =>
        Assert.That(Play(Count(5, 2), "a1 b2 c3 d4 e5 f6 g7 h8", 9), Is.EqualTo("2-6: bcdef; 4-8: defgh"));

    [Test]
    public void State_with_one_condition_opens_where_it_closes() =>
        Assert.That(
            Play(timeline => new StateWindow<char>(Processing, timeline.Timers, char.IsUpper, null, null, timeline, timeline), "a1 B2 c3 D4 e5 F6", 9),
            Is.EqualTo("2-4: Bc; 4-6: De"));

    [Test]
    public void State_with_two_conditions_holds_both_rows_and_drops_the_rest() =>
        Assert.That(
            Play(timeline => new StateWindow<char>(Processing, timeline.Timers, static row => row == 'b', static row => row == 'd', null, timeline, timeline), "a1 b2 c3 d4 e5 b6 d7", 9),
            Is.EqualTo("2-4: bcd; 6-7: bd"));

    [Test]
    public void State_is_kept_per_partition() =>
        Assert.That(
            Play(
                timeline => new StateWindow<char>(
                    Processing, timeline.Timers, static row => row is 'a' or 'A', static row => row is 'c' or 'C', static row => char.IsUpper(row), timeline, timeline),
                "a1 A2 b3 B4 C5 c6",
                9),
            Is.EqualTo("2-5: ABC; 1-6: abc"));

    [Test]
    public void A_window_goes_on_from_its_saved_state([Range(1, 10)] int restartAfter, [Values] TimeMode mode, [Range(0, 5)] int kind)
    {
        Func<Timeline, Window<char>>[] windows =
        [
            Tumbling(mode), Hopping(mode, 3, 1), Sliding(mode, 2_000, 0), Sliding(mode, 2_000, 700), Session(mode), Count(3, 2),
        ];
        const string Rows = "a6013 B6823 c7932 D8442 e9252 F10062 g10872 H11682 i12492 J13202 k14112";

        Assert.That(Run(restartAfter), Is.EqualTo(Run(-1)));

        string Run(int after) => mode == Processing
            ? Timeline.Play(windows[kind], Rows, 30_000, after)
            : Timeline.PlayEventTime(windows[kind], Rows, 30_000, after);
    }

    private static string Play(Func<Timeline, Window<char>> window, string rows, long until) => Timeline.Play(window, rows, until);

    private static string PlayEvent(Func<Timeline, Window<char>> window, string rows, long watermark) => Timeline.PlayEventTime(window, rows, watermark);

    private static Func<Timeline, Window<char>> Tumbling(TimeMode mode) => timeline => new TumblingWindow<char>(
        mode, NaturalUnit.Second, 10, TimeZoneInfo.Utc, timeline.Timers, new BufferedContents<char>(timeline, timeline));

    private static Func<Timeline, Window<char>> Hopping(TimeMode mode, long length, long hop) => timeline => new HoppingWindow<char>(
        mode, NaturalUnit.Second, length, hop, TimeZoneInfo.Utc, timeline.Timers, new BufferedPanes<char>(timeline, timeline));

    private static Func<Timeline, Window<char>> Sliding(TimeMode mode, long length, long delay) => timeline =>
        new SlidingWindow<char>(mode, length, delay, false, timeline.Timers, new BufferedSlide<char>(timeline, timeline));

    private static Func<Timeline, Window<char>> Session(TimeMode mode) => timeline => new SessionWindow<char>(
        mode, NaturalUnit.Second, 2, 1, TimeZoneInfo.Utc, timeline.Timers, new BufferedContents<char>(timeline, timeline));

    private static Func<Timeline, Window<char>> Count(long length, long interval) => timeline =>
        new CountWindow<char>(Processing, length, interval, timeline.Timers, timeline, timeline);
}
