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
import io.atalaya.drift.FeatureComparison;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.TestFamilies;
import io.atalaya.drift.ValueCounts;
import io.atalaya.monitor.RunOnWindows.RunOn;
import io.atalaya.signal.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches the features of one version against the reference in force: sliding figures for the
 * gauges, and closed tumbling windows for the verdict.
 *
 * <p>A pane is compared with the reference in force at its start. Panes of a reference that is not
 * known yet, or not in force yet at the boundary judged last, wait for it. When the reference
 * changes, the windows refill, and so they do with each season of a seasonal one; what the verdict
 * remembers goes on from season to season. Memory: one dense count a feature, the bytes of the
 * panes of one window, and another count a feature whose tumbling window runs on. One writer.
 */
final class DriftWatch {

  /** What is compared with at a time; null when nothing is. */
  interface References {
    @Nullable InForce at(long millis);
  }

  private final DriftSettings settings;
  private final References references;
  private final long widthMillis;
  private final long windowMillis;
  private final long graceMillis;
  private final RunOnWindows runOns = new RunOnWindows();
  private final Map<PartialKey, Partial> early = new LinkedHashMap<>();
  private DriftRule rule;
  private @Nullable Watched watched;
  private long nowMillis;
  private Map<String, DriftFigures> figures = Map.of();

  /**
   * @param graceMillis how long after its end a pane, and so a learned reference, may still change
   */
  DriftWatch(
      DriftSettings settings,
      References references,
      long widthMillis,
      long graceMillis,
      long nowMillis) {
    this.settings = settings;
    this.references = references;
    this.graceMillis = graceMillis;
    this.widthMillis = widthMillis;
    this.nowMillis = nowMillis;
    windowMillis = settings.window().toMillis();
    rule = new DriftRule(settings);
  }

  /** Compares with what is in force in the pane that ends at boundary {@code t}. */
  void follow(long t) {
    InForce next = references.at(t - 1);
    if (watched != null && watched.isOf(next)) {
      return;
    }
    if (next == null) {
      watched = null;
      runOns.end();
      rule.compareWith("");
      return;
    }
    watched = Watched.of(next, widthMillis, windowMillis, nowMillis);
    rule.compareWith(next.id());
    runOns.compareWith(next.profile());
    List<Partial> waiting = List.copyOf(early.values());
    early.clear();
    waiting.forEach(this::put);
  }

  /** Takes what an index counted of one feature in one pane. */
  void put(Partial partial) {
    if (watched != null && isCounted(partial, watched)) {
      early.remove(partial.key());
    } else {
      early.put(partial.key(), partial);
    }
  }

  /**
   * Counts a partial, or finds that it never will be.
   *
   * @return false when a reference still to come may need it: it is of a later pane, or of an index
   *     that has heard of a reference earlier than this instance
   */
  private boolean isCounted(Partial partial, Watched current) {
    PartialKey key = partial.key();
    if (key.paneMillis() < current.inForce().sinceMillis()) {
      return true;
    }
    if (!current.isOf(references.at(key.paneMillis()))) {
      return false;
    }
    ByteReader body = partial.body();
    String id = body.readString();
    boolean counted = id.equals(current.profile().id());
    if (!counted && !id.isEmpty()) {
      return false;
    }
    int feature = current.layout().indexOf(key.feature());
    if (key.feature().isEmpty()) {
      current.put(key, current.size(), current.layout().of(PredictionCounts.readFrom(body)));
    } else if (feature >= 0) {
      FeatureSample sample =
          FeatureSample.readFrom(body, key.feature(), counted ? current.profile() : null);
      ValueCounts counts = sample.against(current.layout().references().get(feature));
      current.put(key, feature, current.layout().of(feature, counts));
    }
    return true;
  }

  /** Moves the sliding windows on; panes that end before {@code sealedMillis} are final. */
  void advance(long millis, long sealedMillis) {
    nowMillis = Math.max(nowMillis, millis);
    if (watched != null) {
      watched.panes().advance(millis);
      watched.panes().seal(sealedMillis);
    }
  }

  /** Forgets panes that end at or before {@code millis}. */
  void prune(long millis) {
    if (watched != null) {
      watched.panes().prune(millis);
    }
    early.keySet().removeIf(key -> key.paneMillis() + widthMillis <= millis - windowMillis);
  }

  /**
   * Judges the tumbling windows that close at boundary {@code t}.
   *
   * @param learned what is known of a reference being learned, while there is none
   */
  void judge(long t, Map<String, InsufficientData> learned) {
    follow(t);
    if (Math.floorMod(t, windowMillis) != 0) {
      return;
    }
    Watched current = watched;
    if (current == null || t < current.judgedFromMillis(graceMillis)) {
      rule.judge(t, learned);
      return;
    }
    FeatureCounts window = current.sliding().at(t);
    Map<String, Comparison> closed = new TreeMap<>();
    for (int feature = 0; feature < current.size(); feature++) {
      String name = current.layout().names().get(feature);
      ValueCounts counts = window.of(feature);
      long predictions = window.predictions(feature);
      long start = t - windowMillis;
      RunOn before = runOns.remove(name);
      if (before != null) {
        counts.merge(before.counts());
        predictions += before.predictions();
        start = before.startMillis();
      }
      // Where less than half of the values are there, it is to be said soon that they are not.
      long expected = current.profile().reference(name).expected(predictions);
      if (rule.closes(start, t, Math.max(counts.count(), expected / 2)) || current.endsBy(t)) {
        closed.put(name, compare(current, name, counts, predictions));
      } else {
        runOns.put(name, new RunOn(start, counts, predictions));
      }
    }
    current.lacking().forEach(name -> closed.put(name, current.lack()));
    rule.judge(t, closed);
  }

  /** The figure of the check {@code drift}. */
  Observation observe() {
    return DriftCheck.observe(rule);
  }

  /** Computes the figures of the sliding windows anew; too few values are not of the family. */
  void refreshFigures() {
    Map<String, DriftFigures> found = new TreeMap<>();
    Watched current = watched;
    for (int feature = 0; current != null && feature < current.size(); feature++) {
      String name = current.layout().names().get(feature);
      FeatureCounts window = current.sliding().total();
      if (compare(current, name, window.of(feature), window.predictions(feature))
          instanceof DriftFigures known) {
        found.put(name, known);
      }
    }
    figures = TestFamilies.of(found, settings.minSamples()).adjusted();
  }

  /** How far the centroids of texts have moved in the sliding window, by what they are. */
  Map<String, Double> centroidDistances() {
    Watched current = watched;
    return current == null
        ? Map.of()
        : CentroidDistances.of(current.layout(), current.sliding().total());
  }

  /** The figures and verdicts by feature. */
  List<VersionSnapshot.FeatureDrift> snapshot(Map<String, InsufficientData> learned) {
    NavigableMap<String, DriftVerdict> verdicts = new TreeMap<>(learned);
    Watched current = watched;
    for (int feature = 0; current != null && feature < current.size(); feature++) {
      long count = current.sliding().total().of(feature).count();
      verdicts.put(
          current.layout().names().get(feature),
          new InsufficientData(count, settings.minSamples()));
    }
    if (current != null) {
      current.lacking().forEach(name -> verdicts.put(name, current.lack()));
    }
    rule.verdicts().forEach(verdicts::replace);
    Map<String, Double> scores = new HashMap<>();
    rule.ranking().forEach(drifting -> scores.put(drifting.feature(), drifting.score()));
    List<VersionSnapshot.FeatureDrift> drift = new ArrayList<>();
    verdicts.forEach(
        (name, verdict) ->
            drift.add(
                new VersionSnapshot.FeatureDrift(
                    name, figures.get(name), verdict, optional(scores.get(name)))));
    return drift;
  }

  private static OptionalDouble optional(@Nullable Double score) {
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  void writeTo(ByteWriter out) {
    rule.writeTo(out);
    runOns.writeTo(out);
  }

  /**
   * Restores what {@link #writeTo} wrote, perhaps under other settings. Windows that ran on do so
   * again if the reference is the same.
   */
  void restoreFrom(ByteReader in) {
    rule = DriftRule.readFrom(in, settings);
    runOns.restoreFrom(in);
    if (watched != null) {
      rule.compareWith(watched.inForce().id());
      runOns.compareWith(watched.profile());
    }
  }

  private Comparison compare(
      Watched current, String feature, ValueCounts counts, long predictions) {
    return predictions == 0 && counts.isEmpty()
        ? new InsufficientData(0, settings.minSamples())
        : FeatureComparison.compare(current.profile(), feature, counts, predictions, settings);
  }
}
