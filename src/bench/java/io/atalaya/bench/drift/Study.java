package io.atalaya.bench.drift;

import io.atalaya.drift.DriftCheck;
import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftRule;
import io.atalaya.drift.DriftSettings;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.drift.FeatureComparison;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceColumn;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceSource;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.SignificanceLevel;
import io.atalaya.drift.ValueCounts;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One model whose windows are drawn, and judged by our rule and by others. For one thread.
 *
 * <p>Windows are tumbling ones of five minutes; one with fewer than {@code min-samples} values runs
 * on, as the service has it, and is judged by the others all the same.
 */
final class Study {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** The defaults of the configuration, but for the length of the windows. */
  static final DriftSettings DEFAULTS =
      settings(new SignificanceLevel.Alpha(0.01), DriftSettings.Effect.DEFAULT);

  private final List<Distribution> features;
  private final List<ReferenceSample> references;
  private final ReferenceProfile profile;
  private final SplittableRandom random;
  private final DriftSettings settings;
  private final DriftRule rule;
  private final Map<Peer, boolean[]> alarms = new EnumMap<>(Peer.class);
  private final Map<Integer, RankCounts> runOns = new HashMap<>();
  private final long[] started;
  private long now;

  /**
   * A model that knows how much its reference varies within itself, as one from a file does.
   *
   * @param before what the references are drawn from, by feature
   * @param after what the windows are drawn from
   * @param referenceSize how many values a reference has
   */
  Study(
      DriftSettings settings,
      List<Distribution> before,
      List<Distribution> after,
      int referenceSize,
      SplittableRandom random) {
    this(settings, table(before, referenceSize, random), after, random);
  }

  private Study(
      DriftSettings settings,
      ReferenceTable table,
      List<Distribution> after,
      SplittableRandom random) {
    this(settings, table.profile(settings).at(0), after, random);
  }

  private Study(
      DriftSettings settings,
      ReferenceProfile profile,
      List<Distribution> after,
      SplittableRandom random) {
    this.settings = settings;
    this.profile = profile;
    this.random = random;
    rule = new DriftRule(settings);
    features = new ArrayList<>(after);
    references =
        IntStream.range(0, after.size())
            .mapToObj(i -> (ReferenceSample) profile.reference(name(i)).values())
            .toList();
    started = new long[features.size()];
  }

  /** A model with the same reference, of which nothing was judged yet. */
  Study again(SplittableRandom own) {
    return new Study(settings, profile, features, own);
  }

  /** A model that does not know how much its reference varies within itself. */
  static Study withoutVariation(
      DriftSettings settings,
      List<Distribution> features,
      int referenceSize,
      SplittableRandom random) {
    Map<String, FeatureReference> references = new HashMap<>();
    table(features, referenceSize, random)
        .features()
        .forEach((name, feature) -> references.put(name, feature.reference()));
    return new Study(settings, ReferenceProfile.of(0, references), features, random);
  }

  private static ReferenceTable table(
      List<Distribution> features, int rows, SplittableRandom random) {
    SortedMap<String, ReferenceTable.Feature> columns = new TreeMap<>();
    for (int i = 0; i < features.size(); i++) {
      Distribution feature = features.get(i);
      double[] values = new double[rows];
      Arrays.setAll(values, any -> feature.draw(random));
      ReferenceColumn column = new ReferenceColumn.Numbers(values);
      columns.put(name(i), new ReferenceTable.Feature(column.reference().orElseThrow(), column));
    }
    return new ReferenceTable(columns, Map.of(), List.of());
  }

  /** Windows of five minutes, two of three, 300 values at least. */
  static DriftSettings settings(SignificanceLevel level, DriftSettings.Effect effect) {
    return new DriftSettings(
        WINDOW,
        new ReferenceSource.Learned(10_000, Duration.ofDays(1)),
        level,
        effect,
        300,
        new DriftSettings.Persistence(3, 2),
        Duration.ofDays(7));
  }

  /** Has one feature drawn from something else from now on. */
  void shift(Shift shift) {
    features.set(shift.feature(), shift.after());
  }

  /** Draws and judges the next window, of {@code n} values of each feature. */
  void judge(int n) {
    long start = now;
    now += WINDOW.toMillis();
    Map<String, DriftFigures> closed = new TreeMap<>();
    for (Peer peer : Peer.values()) {
      alarms.put(peer, new boolean[features.size()]);
    }
    for (int feature = 0; feature < features.size(); feature++) {
      ReferenceSample reference = references.get(feature);
      RankCounts counts = new RankCounts(reference);
      for (int i = 0; i < n; i++) {
        counts.add(reference, features.get(feature).draw(random));
      }
      DriftFigures figures = compare(feature, counts);
      for (Map.Entry<Peer, boolean[]> peer : alarms.entrySet()) {
        peer.getValue()[feature] = peer.getKey().alarms(reference, counts, figures);
      }
      RankCounts before = runOns.remove(feature);
      if (before == null) {
        started[feature] = start;
      } else {
        counts.merge(before);
        figures = compare(feature, counts);
      }
      if (rule.closes(started[feature], now, counts.count())) {
        closed.put(name(feature), figures);
      } else {
        runOns.put(feature, counts);
      }
    }
    var unused = rule.judge(now, closed);
  }

  /** Every prediction has the feature. */
  private DriftFigures compare(int feature, RankCounts counts) {
    ValueCounts values = ValueCounts.of(references.get(feature), counts);
    return FeatureComparison.compare(profile, name(feature), values, counts.count(), settings);
  }

  /** Whether our rule says of a feature that it drifts. */
  boolean isDrifted(int feature) {
    return rule.verdicts().get(name(feature)) instanceof DriftVerdict.Drifted;
  }

  /** Whether the signal {@code drift} is on. */
  boolean isSignalled() {
    return DriftCheck.observe(rule).value().orElse(0) > 0;
  }

  /** Of how many features a rule of others says of the last window that they drift. */
  int alarms(Peer peer) {
    int alarmed = 0;
    for (int feature = 0; feature < features.size(); feature++) {
      alarmed += alarms(peer, feature) ? 1 : 0;
    }
    return alarmed;
  }

  boolean alarms(Peer peer, int feature) {
    boolean[] alarmed = alarms.get(peer);
    return alarmed != null && alarmed[feature];
  }

  private static String name(int feature) {
    return "f" + feature;
  }
}
