package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.Comparison;
import io.atalaya.drift.DriftCheck;
import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftRule;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.signal.Observation;
import io.atalaya.statistics.KolmogorovSmirnov;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.Wasserstein;
import io.atalaya.window.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches the features of one version against its reference: sliding figures for the gauges, and
 * closed tumbling windows for the verdict.
 *
 * <p>Panes that come before the reference is known wait for it. When the reference changes, the
 * windows refill. Memory: two dense counts a feature and sparse ones for the panes of one window.
 * One writer.
 */
final class DriftWatch {

  /** A feature's panes and its sliding window. */
  private record Watched(
      ReferenceSample reference, PaneTotals<RankCounts> panes, SlidingWindow<RankCounts> sliding) {}

  /** A tumbling window that had too few values at its end and runs on. */
  private record RunOn(long startMillis, RankCounts counts) {}

  private final DriftSettings settings;
  private final long widthMillis;
  private final long windowMillis;
  private final Map<String, Watched> features = new TreeMap<>();
  private final Map<String, RunOn> runOns = new TreeMap<>();
  private final Map<String, RunOn> restored = new TreeMap<>();
  private final List<Partial> early = new ArrayList<>();
  private DriftRule rule;
  private @Nullable ReferenceProfile profile;
  private long nowMillis;
  private Map<String, DriftFigures> figures = Map.of();

  DriftWatch(DriftSettings settings, long widthMillis, long nowMillis) {
    this.settings = settings;
    this.widthMillis = widthMillis;
    this.nowMillis = nowMillis;
    windowMillis = settings.window().toMillis();
    rule = new DriftRule(settings);
  }

  boolean hasReference() {
    return profile != null;
  }

  /** Compares with {@code next} from now on. */
  void compareWith(ReferenceProfile next) {
    ReferenceProfile current = profile;
    if (current != null && current.id().equals(next.id())) {
      return;
    }
    profile = next;
    rule.compareWith(next.id());
    features.clear();
    runOns.clear();
    next.features()
        .forEach(
            (name, reference) -> {
              PaneTotals<RankCounts> panes =
                  new PaneTotals<>(widthMillis, () -> new RankCounts(reference));
              features.put(
                  name, new Watched(reference, panes, panes.window(windowMillis, nowMillis)));
              resume(name, reference);
            });
    restored.clear();
    List<Partial> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::put);
  }

  /** Takes what an index counted of one feature in one pane. */
  void put(Partial partial) {
    ReferenceProfile current = profile;
    if (current == null) {
      early.add(partial);
      return;
    }
    PartialKey key = partial.key();
    Watched watched = features.get(key.feature());
    if (watched == null || key.paneMillis() < current.effectiveMillis()) {
      return;
    }
    FeatureSample sample = FeatureSample.readFrom(partial.body(), key.feature(), current);
    if (sample != null) {
      watched.panes.put(key.paneMillis(), key.index(), sample.against(watched.reference));
    }
  }

  /** Moves the sliding windows on. */
  void advance(long millis) {
    nowMillis = Math.max(nowMillis, millis);
    features.values().forEach(watched -> watched.panes.advance(millis));
  }

  /** Forgets panes that end at or before {@code millis}. */
  void prune(long millis) {
    features.values().forEach(watched -> watched.panes.prune(millis));
    early.removeIf(partial -> partial.key().paneMillis() + widthMillis <= millis - windowMillis);
  }

  /**
   * Judges the tumbling windows that close at boundary {@code t}.
   *
   * @param learned what is known of a reference being learned, while there is none
   */
  void judge(long t, Map<String, InsufficientData> learned) {
    if (Math.floorMod(t, windowMillis) != 0) {
      return;
    }
    if (profile == null) {
      rule.judge(t, learned);
      return;
    }
    Map<String, Comparison> closed = new TreeMap<>();
    features.forEach(
        (name, watched) -> {
          RankCounts counts = watched.sliding.at(t);
          RunOn before = runOns.remove(name);
          long start = before == null ? t - windowMillis : before.startMillis;
          if (before != null) {
            counts.merge(before.counts);
          }
          if (rule.closes(start, t, counts.count())) {
            closed.put(name, compare(watched.reference, counts));
          } else {
            runOns.put(name, new RunOn(start, counts));
          }
        });
    rule.judge(t, closed);
  }

  /** The figure of the check {@code drift}. */
  Observation observe() {
    return DriftCheck.observe(rule);
  }

  /** Computes the figures of the sliding windows anew; too few values are not of the family. */
  void refreshFigures() {
    Map<String, DriftFigures> few = new TreeMap<>();
    Map<String, DriftFigures> enough = new TreeMap<>();
    features.forEach(
        (name, watched) -> {
          if (compare(watched.reference, watched.sliding.total()) instanceof DriftFigures found) {
            (found.n() < settings.minSamples() ? few : enough).put(name, found);
          }
        });
    few.putAll(DriftFigures.adjusted(enough));
    figures = few;
  }

  /** The figures and verdicts by feature. */
  List<VersionSnapshot.FeatureDrift> snapshot(Map<String, InsufficientData> learned) {
    NavigableMap<String, DriftVerdict> verdicts = new TreeMap<>(learned);
    features.forEach(
        (name, watched) ->
            verdicts.put(
                name,
                new InsufficientData(watched.sliding.total().count(), settings.minSamples())));
    rule.verdicts().forEach(verdicts::replace);
    List<VersionSnapshot.FeatureDrift> drift = new ArrayList<>();
    verdicts.forEach(
        (name, verdict) ->
            drift.add(new VersionSnapshot.FeatureDrift(name, figures.get(name), verdict)));
    return drift;
  }

  void writeTo(ByteWriter out) {
    rule.writeTo(out);
    out.writeUnsigned(runOns.size());
    runOns.forEach(
        (name, runOn) -> {
          out.writeString(name).writeSigned(runOn.startMillis);
          runOn.counts.writeTo(out);
        });
  }

  /**
   * Restores what {@link #writeTo} wrote, perhaps under other settings. Windows that ran on do so
   * again if the reference is the same.
   */
  void restoreFrom(ByteReader in) {
    rule = DriftRule.readFrom(in, settings);
    for (int i = in.readCount(); i > 0; i--) {
      restored.put(in.readString(), new RunOn(in.readSigned(), RankCounts.readFrom(in)));
    }
    ReferenceProfile current = profile;
    if (current != null) {
      rule.compareWith(current.id());
      features.forEach((name, watched) -> resume(name, watched.reference));
      restored.clear();
    }
  }

  private void resume(String name, ReferenceSample reference) {
    RunOn before = restored.get(name);
    if (before != null && before.counts.referenceId().equals(reference.id())) {
      runOns.put(name, before);
    }
  }

  private Comparison compare(ReferenceSample reference, RankCounts counts) {
    long n = counts.count();
    if (n == 0) {
      return new InsufficientData(0, settings.minSamples());
    }
    double d = KolmogorovSmirnov.statistic(reference, counts);
    OptionalDouble p = KolmogorovSmirnov.pValue(reference, counts, settings.alpha());
    return DriftFigures.of(n, reference.size(), d, p, Wasserstein.effect(reference, counts));
  }
}
