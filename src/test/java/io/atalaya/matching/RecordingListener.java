package io.atalaya.matching;

import io.atalaya.event.Features;
import io.atalaya.event.Interval;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.event.Probabilities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the net effect of what a matcher says. */
final class RecordingListener implements MatchListener {

  private final List<Pair> pairs = new ArrayList<>();
  private final List<Long> unlabelled = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean live;

  static Label number(double value) {
    return new Label.Numeric(value);
  }

  static Prediction prediction(String id, long millis) {
    return new Prediction(
        PredictionId.of(id),
        "m",
        "1",
        millis,
        number(1),
        null,
        Double.NaN,
        Double.NaN,
        Features.NONE,
        id.hashCode() % 3 == 0 ? null : new Interval(0, id.hashCode() % 3 + 5, 0.9),
        id.hashCode() % 4 == 0 ? null : Probabilities.of("class-" + id.hashCode() % 4, 0.25),
        id.hashCode() % 5 == 0 ? null : "segment-" + id.hashCode() % 5,
        null);
  }

  @Override
  public int groupOf(Prediction prediction) {
    return 7;
  }

  @Override
  public void pairAdded(Pair pair, boolean isLive) {
    pairs.add(pair);
    live |= isLive;
  }

  @Override
  public void pairRemoved(Pair pair, boolean isLive) {
    if (!pairs.remove(pair)) {
      throw new AssertionError("never added: " + pair);
    }
    live |= isLive;
  }

  @Override
  public void unlabelledAdded(String version, long horizonMillis, boolean isLive) {
    unlabelled.add(horizonMillis);
  }

  @Override
  public void unlabelledRemoved(String version, long horizonMillis, boolean isLive) {
    if (!unlabelled.remove(horizonMillis)) {
      throw new AssertionError("never added: " + horizonMillis);
    }
  }

  @Override
  public void orphan(long millis, boolean isLive) {
    if (isLive) {
      counts.merge("unknown/" + Match.UNMATCHED, 1, Integer::sum);
    }
  }

  @Override
  public void outcome(String version, Match match) {
    counts.merge(version + "/" + match, 1, Integer::sum);
  }

  @Override
  public void givenUp(String version, GivenUp what, long untilMillis, boolean isLive) {
    counts.merge(version + "/given up " + what, 1, Integer::sum);
  }

  int count(String version, GivenUp what) {
    return counts.getOrDefault(version + "/given up " + what, 0);
  }

  List<Pair> pairs() {
    return pairs;
  }

  Map<Label, Integer> actuals() {
    Map<Label, Integer> actuals = new HashMap<>();
    pairs.forEach(pair -> actuals.merge(pair.actual(), 1, Integer::sum));
    return actuals;
  }

  List<Long> unlabelled() {
    return unlabelled;
  }

  int count(String version, Match match) {
    return counts.getOrDefault(version + "/" + match, 0);
  }

  Map<String, Integer> counts() {
    return counts;
  }

  boolean anyLive() {
    return live;
  }
}
