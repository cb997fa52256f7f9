package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Lifecycle;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.matching.Pair;
import io.atalaya.monitor.PartialKey.Part;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Signal;
import io.atalaya.signal.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ModelMonitorTest {

  private static final long START = Rig.START;

  private static final Threshold CLICK_RATE =
      new Threshold(
          "kpi:click-rate",
          Threshold.Bound.MAX,
          0.5,
          Duration.ofSeconds(20),
          Severity.WARNING,
          0,
          0,
          0,
          Duration.ZERO,
          0);

  private ModelPlan plan = planOf(Rig.ACCURACY);
  private final List<Signal> signals = new ArrayList<>();
  private ModelMonitor monitor = open();

  @Test
  void aRetiredVersionResolvesWhatFiredAndShowsNothing() {
    fireAccuracy("1");
    assertEquals(List.of("accuracy firing"), said());
    retire("1", START + 30_000);
    advance(START + 40_000);
    assertEquals(List.of("accuracy firing", "accuracy resolved"), said());
    assertEquals(List.of(), monitor.snapshot().versions());
  }

  @Test
  void aBreachThatMayBeChanceIsNoneUntilItIsSure() {
    for (long t = 0; t < 10_000; t += 1_000) {
      // An accuracy of 1 and of 0.76 in turn: 0.88 with a standard error of 0.04.
      put("1", Part.QUALITY, START + t, pairs(10, t % 2_000 == 0 ? 100 : 124)::writeTo);
    }
    advance(START + 20_000);
    assertEquals(List.of(), said());
    for (long t = 20_000; t < 30_000; t += 1_000) {
      put("1", Part.QUALITY, START + t, pairs(10, t % 2_000 == 0 ? 140 : 130)::writeTo);
    }
    advance(START + 40_000);
    assertEquals(List.of("accuracy firing"), said());
    assertEquals(
        List.of("interval_lower", "interval_upper", "interval_level", "interval_method"),
        signals.getFirst().evidence().values().sequencedKeySet().stream()
            .filter(name -> name.startsWith("interval"))
            .toList());
  }

  @Test
  void aVersionIsComparedWithTheLiveOneThatBeganLastBeforeIt() {
    put("b", Part.TRAFFIC, START, traffic(40)::writeTo);
    put("a", Part.TRAFFIC, START + 1_000, traffic(40)::writeTo);
    put("d", Part.TRAFFIC, START + 2_000, traffic(40)::writeTo);
    put("c", Part.TRAFFIC, START + 2_000, traffic(40)::writeTo);
    put("labels-only", Part.QUALITY, START + 1_500, pairs(40, 100)::writeTo);
    advance(START + 4_000);
    assertEquals(Map.of(), baselines(), "not before they are refreshed");
    monitor.refresh();
    assertEquals(Map.of("a", "b", "c", "a", "d", "c"), baselines());

    retire("a", START + 4_000);
    advance(START + 6_000);
    monitor.refresh();
    assertEquals(Map.of("c", "b", "d", "c"), baselines());

    // Versions keep their age when another owner goes on.
    ByteWriter state = new ByteWriter();
    monitor.writeTo(state);
    monitor = open();
    monitor.restoreFrom(new ByteReader(state.toByteArray()));
    put("d", Part.TRAFFIC, START + 8_000, traffic(40)::writeTo);
    put("b", Part.TRAFFIC, START + 9_000, traffic(40)::writeTo);
    advance(START + 10_000);
    monitor.refresh();
    assertEquals(Map.of("d", "b"), baselines());
  }

  @Test
  void aRetiredVersionStaysRetiredWhenLabelsStillCome() {
    fireAccuracy("1");
    retire("1", START + 30_000);
    advance(START + 40_000);
    put("1", Part.QUALITY, START + 41_000, bad(50)::writeTo);
    advance(START + 55_000);
    assertEquals(List.of(), monitor.snapshot().versions());
    assertEquals(List.of("accuracy firing", "accuracy resolved"), said());
  }

  @Test
  void aRetiredVersionThatAnswersAgainIsBack() {
    fireAccuracy("1");
    retire("1", START + 30_000);
    advance(START + 40_000);
    put("1", Part.TRAFFIC, START + 41_000, traffic(3)::writeTo);
    advance(START + 43_000);
    assertEquals(1, monitor.snapshot().versions().size());
  }

  @Test
  void anIdleVersionResolvesWhatFiredOnceAnotherHasTakenOver() {
    fireAccuracy("1");
    for (long t = 30_000; t < 200_000; t += 1_000) {
      put("2", Part.TRAFFIC, START + t, traffic(1)::writeTo);
      advance(START + t + 500);
    }
    assertEquals(List.of("accuracy firing", "accuracy resolved"), said());
    assertEquals(List.of("2"), shown());
  }

  @Test
  void theOnlyVersionFallsSilentAndIsMissed() {
    put("1", Part.TRAFFIC, START, traffic(1)::writeTo);
    advance(START + 100_000);
    assertEquals(List.of(), said());
    advance(START + 200_000);
    assertEquals(List.of("no-data firing"), said());
  }

  @Test
  void aVersionThatIsOnlyInteractedWithResolvesWhatFiredOnceThatIsOver() {
    plan = planOf(CLICK_RATE);
    monitor = open();
    for (long t = 0; t < 10_000; t += 1_000) {
      put("1", Part.KPI, START + t, interactions("click", "impression")::writeTo);
    }
    advance(START + 20_000);
    assertEquals(List.of("kpi:click-rate firing"), said());
    // The longest window is of two minutes, and the last pane ends after 10 s.
    advance(START + 130_000);
    assertEquals(List.of("kpi:click-rate firing"), said());
    assertEquals(1, monitor.snapshot().versions().size());
    advance(START + 140_000);
    assertEquals(List.of("kpi:click-rate firing", "kpi:click-rate resolved"), said());
    assertEquals(List.of(), monitor.snapshot().versions());
  }

  @Test
  void aVersionIsNotShownOfWhichAllInteractionsTurnedOutToBeOfAnother() {
    put("unversioned", Part.KPI, START, interactions("click")::writeTo);
    put("1", Part.TRAFFIC, START, traffic(1)::writeTo);
    advance(START + 2_000);
    assertEquals(List.of("1", "unversioned"), shown());
    put("unversioned", Part.KPI, START, interactions()::writeTo);
    put("1", Part.KPI, START, interactions("click")::writeTo);
    advance(START + 4_000);
    assertEquals(List.of("1"), shown());
  }

  @Test
  void aRetirementThatIsHeardOfLaterAndWasEarlierChangesNothing() {
    put("1", Part.TRAFFIC, START + 29_000, traffic(1)::writeTo);
    retire("1", START + 30_000);
    var unused = monitor.put(change("1", Lifecycle.Change.RETIRED, START + 10_000), 0, 2);
    advance(START + 31_000);
    assertEquals(List.of(), shown());
  }

  @Test
  void aVersionThatAnswersAfterItsRetirementWithinTheSamePaneIsBack() {
    retire("1", START + 30_999);
    put("1", Part.TRAFFIC, START + 30_000, traffic(1)::writeTo);
    advance(START + 32_000);
    assertEquals(List.of("1"), shown());
  }

  @Test
  void aVersionIsShownForTheLongestWindowAfterItsLastLabel() {
    put("1", Part.TRAFFIC, START, traffic(1)::writeTo);
    put("1", Part.QUALITY, START + 50_000, pairs(1, 100)::writeTo);
    put("1", Part.QUALITY, START + 20_000, pairs(1, 100)::writeTo);
    advance(START + 171_000);
    assertEquals(List.of("1"), shown());
    advance(START + 171_500);
    assertEquals(List.of(), shown());
  }

  @Test
  void aChangeIsTakenOnceAlsoByTheNextOwner() {
    assertTrue(monitor.put(change("1", Lifecycle.Change.RETIRED, START), 0, 7).isPresent());
    assertTrue(monitor.put(change("1", Lifecycle.Change.RETIRED, START), 0, 7).isEmpty());
    ByteWriter state = new ByteWriter();
    monitor.writeTo(state);
    monitor = open();
    monitor.restoreFrom(new ByteReader(state.toByteArray()));
    assertTrue(monitor.put(change("1", Lifecycle.Change.RETIRED, START), 0, 7).isEmpty());
    assertTrue(monitor.put(change("1", Lifecycle.Change.RETIRED, START), 0, 8).isPresent());
  }

  @Test
  void partialsOfOtherSettingsAreIgnored() {
    monitor.put(
        Partial.of(
            key("1", Part.TRAFFIC, START),
            plan.fingerprint(Part.TRAFFIC) + 1,
            traffic(3)::writeTo));
    advance(START + 1_000);
    assertEquals(List.of(), monitor.snapshot().versions());
  }

  /** With what each version is compared. */
  private Map<String, String> baselines() {
    Map<String, String> baselines = new TreeMap<>();
    for (VersionSnapshot version : monitor.snapshot().versions()) {
      version
          .comparisons()
          .forEach(comparison -> baselines.put(version.version(), comparison.baseline()));
    }
    return baselines;
  }

  private void fireAccuracy(String version) {
    for (long t = 0; t < 10_000; t += 1_000) {
      put(version, Part.TRAFFIC, START + t, traffic(10)::writeTo);
      put(version, Part.QUALITY, START + t, bad(10)::writeTo);
    }
    advance(START + 20_000);
  }

  private void put(String version, Part part, long millis, Consumer<ByteWriter> body) {
    monitor.put(Partial.of(key(version, part, millis), plan.fingerprint(part), body));
  }

  private static PartialKey key(String version, Part part, long millis) {
    return new PartialKey(Rig.MODEL, version, 1_000, millis, 0, part, "");
  }

  private void retire(String version, long millis) {
    var unused = monitor.put(change(version, Lifecycle.Change.RETIRED, millis), 0, 1);
  }

  private static Lifecycle change(String version, Lifecycle.Change change, long millis) {
    return new Lifecycle(Rig.MODEL, version, millis, change, null);
  }

  /** In small steps, as the stage does. */
  private void advance(long millis) {
    for (long now = START; now <= millis; now += 500) {
      signals.addAll(monitor.advance(now).signals());
    }
  }

  private List<String> said() {
    return signals.stream()
        .map(signal -> signal.check() + " " + signal.state().name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private ModelMonitor open() {
    return new ModelMonitor(Rig.MODEL, plan, new References(Map.of()));
  }

  private static ModelPlan planOf(Threshold threshold) {
    ModelSettings model = Rig.SETTINGS.of(Rig.MODEL);
    return new ModelPlan(
        Rig.SETTINGS,
        new ModelSettings(
            model.kind(),
            model.classes(),
            model.unit(),
            model.team(),
            model.windows(),
            model.labelHorizon(),
            model.attributionWindow(),
            model.expectedRange(),
            List.of(threshold),
            model.segments(),
            model.drift(),
            model.kpis(),
            model.prices(),
            model.scoring(),
            model.invalidation()));
  }

  /** The versions of the snapshot. */
  private List<String> shown() {
    return monitor.snapshot().versions().stream().map(VersionSnapshot::version).toList();
  }

  private KpiCounts interactions(String... types) {
    KpiCounts counts = new KpiCounts();
    for (String type : types) {
      Interaction interaction =
          new Interaction(null, Rig.MODEL, "1", START, true, type, Double.NaN, null);
      counts.add(plan.kpis(), interaction, null, false);
    }
    return counts;
  }

  private static TrafficCounts traffic(int predictions) {
    TrafficCounts counts = new TrafficCounts();
    for (int i = 0; i < predictions; i++) {
      counts.add(Rig.prediction("p" + i, START, 100, 0.5), null);
    }
    return counts;
  }

  private static QualityCounts bad(int pairs) {
    return pairs(pairs, 200);
  }

  /** Pairs of this prediction and an actual of 100. */
  private static QualityCounts pairs(int count, double predicted) {
    QualityCounts counts = new QualityCounts();
    for (int i = 0; i < count; i++) {
      counts.add(
          new Pair(
              "1",
              new Label.Numeric(predicted),
              new Label.Numeric(100),
              START,
              START,
              null,
              0,
              null,
              null));
    }
    return counts;
  }
}
