package io.atalaya.drift;

import io.atalaya.drift.DriftVerdict.Drifted;
import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.DriftVerdict.Stable;
import io.atalaya.signal.Check;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import io.atalaya.signal.ThresholdRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The check {@code drift}: features of a version drift.
 *
 * <p>It is a check like any other: its figure is the number of features whose verdict is {@link
 * Drifted}, its bound a maximum of zero. The figure is undefined, so that a firing signal stays, as
 * long as no feature drifts but either nothing could be judged, or one that drifted lacks data
 * while enough of its last windows were hits.
 *
 * <p>The evidence names the drifting features, the largest distance first, and gives the effects by
 * test of the first ten.
 */
public final class DriftCheck {

  /** The name of the check. */
  public static final String NAME = "drift";

  private static final int SHOWN = 10;

  private static final Comparator<Map.Entry<String, DriftFigures>> BY_FALLING_DISTANCE =
      Comparator.comparingDouble(
              (Map.Entry<String, DriftFigures> feature) -> -feature.getValue().distance())
          .thenComparing(Map.Entry.comparingByKey());

  private DriftCheck() {}

  /** The check over the drift window. */
  public static Check over(DriftSettings settings) {
    return new Check(
        NAME,
        settings.window(),
        List.of(ThresholdRule.atOnce(Threshold.Bound.MAX, 0, Severity.WARNING)));
  }

  /** The figure after the last judgement. */
  public static Observation observe(DriftRule rule) {
    List<Map.Entry<String, DriftFigures>> drifting = new ArrayList<>();
    boolean judged = false;
    for (Map.Entry<String, DriftVerdict> feature : rule.verdicts().entrySet()) {
      switch (feature.getValue()) {
        case Drifted(DriftFigures figures, _) -> drifting.add(Map.entry(feature.getKey(), figures));
        case Stable _ -> judged = true;
        case InsufficientData _ -> {}
      }
    }
    if (drifting.isEmpty()) {
      return judged && !rule.lacksDataWhileDrifting() ? Observation.of(0) : Observation.UNDEFINED;
    }
    drifting.sort(BY_FALLING_DISTANCE);
    return Observation.of(drifting.size()).with(evidence(drifting));
  }

  private static Evidence evidence(List<Map.Entry<String, DriftFigures>> drifting) {
    List<Map.Entry<String, DriftFigures>> shown =
        drifting.subList(0, Math.min(SHOWN, drifting.size()));
    Evidence evidence =
        Evidence.NONE.with(
            "features", String.join(", ", shown.stream().map(Map.Entry::getKey).toList()));
    for (Map.Entry<String, DriftFigures> feature : shown) {
      evidence = evidence.with(figures(feature.getKey(), feature.getValue()));
    }
    return evidence;
  }

  private static Evidence figures(String feature, DriftFigures figures) {
    Evidence evidence = Evidence.NONE;
    for (TestResult result : figures.results()) {
      evidence = evidence.with(feature + "." + result.test().label(), result.effect());
    }
    if (figures.adjustedP().isPresent()) {
      evidence = evidence.with(feature + ".p_adjusted", figures.adjustedP().getAsDouble());
    }
    return evidence.with(feature + ".n", figures.n()).with(feature + ".m", figures.m());
  }
}
