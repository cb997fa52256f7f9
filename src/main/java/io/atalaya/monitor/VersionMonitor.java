package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftCheck;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.signal.Check;
import io.atalaya.signal.HistoryLostCheck;
import io.atalaya.signal.JudgementListener;
import io.atalaya.signal.NoDataCheck;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Signal;
import io.atalaya.signal.ThresholdState;
import io.atalaya.signal.VersionChecks;
import io.atalaya.window.Panes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model, all partition indexes together: its windows, its drift, its checks.
 *
 * <p>One writer: the stage that owns the model.
 */
final class VersionMonitor {

  private static final Set<String> NO_THRESHOLDS =
      Set.of(DriftCheck.NAME, NoDataCheck.NAME, HistoryLostCheck.NAME);

  private final String model;
  private final String version;
  private final ModelPlan plan;
  private final VersionWindows windows;
  private final JudgementListener listener;
  private final Map<Integer, Pending> pending = new HashMap<>();
  private final @Nullable DriftWatch drift;

  private final VersionLearning learning;
  private VersionChecks checks;
  private List<VersionComparison> comparisons = List.of();
  private Loss loss = Loss.NONE;
  private final VersionTimes times = new VersionTimes();
  private boolean ended;

  VersionMonitor(
      String model,
      String version,
      ModelPlan plan,
      References references,
      long nowMillis,
      JudgementListener listener) {
    this.listener = listener;
    this.model = model;
    this.version = version;
    this.plan = plan;
    windows = new VersionWindows(plan, nowMillis);
    DriftSettings settings = plan.settings().drift();
    drift =
        settings == null
            ? null
            : new DriftWatch(
                settings,
                millis -> references.at(model, version, millis),
                plan.driftWidthMillis(),
                plan.graceMillis(),
                nowMillis);
    learning = new VersionLearning(plan);
    checks = new VersionChecks(model, version, configuredChecks());
  }

  String version() {
    return version;
  }

  /** Takes what an index counted. */
  void put(Partial partial) {
    PartialKey key = partial.key();
    ByteReader body = partial.body();
    switch (key.part()) {
      case TRAFFIC, QUALITY, COHORT, SEGMENTS, KPI, GENERATIONS -> {
        if (windows.put(partial)) {
          times.tookPane(key);
        }
      }
      case FEATURE -> {
        if (drift != null) {
          drift.put(partial);
        }
      }
      case PENDING -> pending.put(key.index(), Pending.readFrom(body));
      case LEARNING -> learning.put(key, body);
      case PROGRESS, ORPHANS ->
          throw new IllegalArgumentException(key.part() + " is not about a version");
    }
  }

  /** Compares with the reference in force before boundary {@code t}. */
  void follow(long t) {
    if (drift != null) {
      drift.follow(t);
    }
  }

  /** What came of learning the reference, if that is not known yet; null otherwise. */
  VersionLearning.@Nullable Outcome learned(
      ReferenceHistory history, long nowMillis, long judgedMillis) {
    return learning.outcome(history, nowMillis, judgedMillis);
  }

  /** Takes note of what the partition indexes miss, all together. */
  void lost(Loss now) {
    loss = now;
  }

  void retire(long millis) {
    times.retired(millis);
  }

  /** Moves the windows on to {@code millis}. */
  void advance(long millis) {
    // Every index has closed them; the quality of a pane may still be corrected.
    long sealed = millis - plan.graceMillis();
    windows.advance(millis, sealed);
    if (drift != null) {
      drift.advance(millis, sealed);
    }
  }

  /** Forgets the panes that no window ending at or after {@code millis} can show. */
  void prune(long millis) {
    windows.prune(millis);
    if (drift != null) {
      DriftSettings settings = plan.settings().drift();
      long window = settings == null ? 0 : settings.window().toMillis();
      drift.prune(Panes.startOf(millis, plan.driftWidthMillis()) - window);
    }
  }

  /** Judges all checks at boundary {@code t}. */
  List<Signal> judge(long t, boolean modelHasData) {
    // The only version is missed when it falls silent, but for one that never answered.
    ended = times.isRetired() || (!isLive(t) && (modelHasData || !hasAnswered()));
    if (ended) {
      return checks.end(t);
    }
    if (drift != null) {
      drift.judge(t, learning.insufficient());
    }
    Map<Duration, VersionWindow.Judged> judged = new HashMap<>();
    List<Signal> signals =
        checks.judge(
            t,
            (check, window) -> {
              Observation seen = observe(check, window, t, judged, modelHasData);
              listener.judged(version, check, window, t, seen);
              return seen;
            });
    if (plan.learnsHealthy() && checks.states().stream().anyMatch(VersionMonitor::isUnhealthy)) {
      learning.unhealthyAt(t);
    }
    return signals;
  }

  /**
   * Whether a threshold is broken; drift and the want of data say nothing of the model's answers.
   */
  private static boolean isUnhealthy(VersionChecks.BoundState bound) {
    return bound.state() instanceof ThresholdState.Firing
        && !NO_THRESHOLDS.contains(bound.key().check());
  }

  /** Whether the version was neither retired nor idle for longer than its longest window. */
  boolean isLive(long nowMillis) {
    long since = nowMillis - plan.longestWindowMillis();
    return !times.isRetired() && (times.isHeardSince(since) || windows.haveInteractions(since));
  }

  /** Whether the version ever gave an answer; one that did not is only interacted with. */
  boolean hasAnswered() {
    return times.hasAnswered();
  }

  /** Whether the last judgement found the version's time over and resolved what had fired. */
  boolean isEnded() {
    return ended;
  }

  /** The end of the last pane with predictions or outcomes. */
  long lastMillis() {
    return times.lastMillis();
  }

  /** The start of the first pane with predictions; MAX_VALUE without one. */
  long firstMillis() {
    return times.firstMillis();
  }

  /**
   * Computes anew what is too dear to do for every snapshot: drift, segments, the comparison with
   * the predecessor.
   */
  void refresh(long nowMillis, @Nullable VersionMonitor predecessor) {
    windows.refresh(nowMillis);
    if (drift != null) {
      drift.refreshFigures();
    }
    comparisons =
        predecessor == null
            ? List.of()
            : VersionComparison.of(windows.all(), predecessor.version, predecessor.windows.all());
  }

  VersionSnapshot snapshot(long nowMillis) {
    long waiting = pending.values().stream().mapToLong(Pending::count).sum();
    long oldest =
        pending.values().stream().mapToLong(Pending::oldestMillis).min().orElse(Long.MAX_VALUE);
    return new VersionSnapshot(
        version,
        windows.figures(),
        windows.segments(),
        windows.estimateScore(),
        waiting,
        oldest == Long.MAX_VALUE
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.max(0, nowMillis - oldest) / 1000.0),
        comparisons,
        drift == null ? List.of() : drift.snapshot(learning.insufficient()),
        drift == null ? Map.of() : drift.centroidDistances(),
        learning.awaitedMillis(),
        checks.states());
  }

  /** What is kept of boundary {@code t}, which was judged last. */
  Digest digest(long t) {
    ModelSettings settings = plan.settings();
    List<String> drifting =
        drift == null
            ? List.of()
            : VersionSnapshot.drifting(drift.snapshot(learning.insufficient())).stream()
                .map(VersionSnapshot.FeatureDrift::feature)
                .toList();
    return new Digest(
        model,
        version,
        settings.unit(),
        settings.team(),
        t,
        Digest.windowsOf(settings.windows()).stream()
            .map(length -> Digest.Window.of(windows.judgedAt(length, t).figures()))
            .toList(),
        drifting,
        checks.states().stream()
            .filter(bound -> bound.state() instanceof ThresholdState.Firing)
            .map(VersionMonitor::name)
            .toList());
  }

  private static String name(VersionChecks.BoundState bound) {
    return "%s over %s (%s)"
        .formatted(
            bound.key().check(),
            bound.key().window(),
            bound.rule().severity().name().toLowerCase(Locale.ROOT));
  }

  void writeTo(ByteWriter out) {
    times.writeTo(out);
    checks.writeTo(out);
    learning.writeTo(out);
    out.writeByte(drift == null ? 0 : 1);
    if (drift != null) {
      drift.writeTo(out);
    }
  }

  /** Restores what {@link #writeTo} wrote, perhaps under other settings. */
  void restoreFrom(ByteReader in) {
    times.restoreFrom(in);
    checks = VersionChecks.readFrom(in, model, version, configuredChecks());
    learning.restoreFrom(in);
    if (in.readByte() == 1 && drift != null) {
      drift.restoreFrom(in);
    }
  }

  private List<Check> configuredChecks() {
    List<Check> configured = new ArrayList<>(Check.of(plan.settings().thresholds()));
    DriftSettings settings = plan.settings().drift();
    if (settings != null) {
      configured.add(DriftCheck.over(settings));
    }
    configured.add(NoDataCheck.over(plan.settings().windows().getLast(), Severity.WARNING));
    configured.add(HistoryLostCheck.over(plan.settings().windows().getLast(), Severity.WARNING));
    return configured;
  }

  private Observation observe(
      String check,
      Duration length,
      long t,
      Map<Duration, VersionWindow.Judged> judged,
      boolean modelHasData) {
    if (check.equals(DriftCheck.NAME)) {
      return drift == null ? Observation.UNDEFINED : drift.observe();
    }
    if (check.equals(HistoryLostCheck.NAME)) {
      Loss all = pending.values().stream().map(Pending::loss).reduce(loss, Loss::and);
      return HistoryLostCheck.observe(all.count(), all.untilMillis(), t, length);
    }
    VersionWindow.Judged window =
        judged.computeIfAbsent(length, ignored -> windows.judgedAt(length, t));
    if (check.equals(NoDataCheck.NAME)) {
      // A version that another has replaced is silent for a good reason.
      long predictions = window.figures().predictions();
      return modelHasData
          ? Observation.of((double) Math.max(1, predictions))
          : NoDataCheck.observe(times.firstMillis(), t, length, predictions);
    }
    return window.observe(check);
  }
}
