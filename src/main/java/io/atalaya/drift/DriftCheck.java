package io.atalaya.drift;

import io.atalaya.drift.DriftRanking.Drifting;
import io.atalaya.drift.DriftVerdict.Drifted;
import io.atalaya.drift.DriftVerdict.Stable;
import io.atalaya.signal.Check;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import io.atalaya.signal.ThresholdRule;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The check {@code drift}: features of a version drift.
 *
 * <p>It is a check like any other: its figure is the number of features whose verdict is {@link
 * Drifted}, its bound a maximum of zero. The figure is undefined, so that a firing signal stays, as
 * long as no feature drifts but either nothing could be judged, or one that drifted lacks data
 * while enough of its last windows were hits.
 *
 * <p>The evidence names the drifting features, the one that drifts most first, and shows the first
 * ten: score, effects by test, and both distributions. The health of an input is shown where its
 * effect is worth a signal.
 */
public final class DriftCheck {

  /** The name of the check. */
  public static final String NAME = "drift";

  private static final int SHOWN = 10;

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
    List<Drifting> drifting = rule.ranking();
    if (drifting.isEmpty()) {
      boolean judged = rule.verdicts().values().stream().anyMatch(Stable.class::isInstance);
      return judged && !rule.lacksDataWhileDrifting() ? Observation.of(0) : Observation.UNDEFINED;
    }
    return Observation.of(drifting.size()).with(evidence(drifting));
  }

  private static Evidence evidence(List<Drifting> drifting) {
    List<Drifting> shown = drifting.subList(0, Math.min(SHOWN, drifting.size()));
    Evidence evidence =
        Evidence.NONE.with(
            "features", shown.stream().map(Drifting::feature).collect(Collectors.joining(", ")));
    for (Drifting feature : shown) {
      evidence = evidence.with(evidence(feature));
    }
    return evidence;
  }

  private static Evidence evidence(Drifting feature) {
    String prefix = feature.feature() + ".";
    DriftFigures figures = feature.figures();
    Evidence evidence = Evidence.NONE.with(prefix + "score", feature.score());
    for (TestResult result : figures.results()) {
      if (!result.test().isOfHealth()) {
        evidence = evidence.with(prefix + result.test().label(), result.effect());
      }
    }
    if (figures.adjustedP().isPresent()) {
      evidence = evidence.with(prefix + "p_adjusted", figures.adjustedP().getAsDouble());
    }
    for (TestResult result : figures.results()) {
      if (result.test().isOfHealth() && result.isRelevant() && result.adjustedP().isPresent()) {
        String test = prefix + result.test().label();
        evidence =
            evidence
                .with(test, result.effect())
                .with(test + ".p_adjusted", result.adjustedP().getAsDouble());
      }
    }
    evidence = evidence.with(prefix + "n", figures.n()).with(prefix + "m", figures.m());
    return figures.contrast().isPresent()
        ? evidence.with(evidence(prefix, figures.contrast().get()))
        : evidence;
  }

  private static Evidence evidence(String prefix, Contrast contrast) {
    return switch (contrast) {
      case Contrast.Quantiles(List<Double> reference, List<Double> current) ->
          quantiles(prefix + "reference.p", reference)
              .with(quantiles(prefix + "current.p", current));
      case Contrast.Shares(List<Contrast.Share> largest) ->
          Evidence.NONE.with(
              prefix + "shares",
              largest.stream().map(DriftCheck::text).collect(Collectors.joining(", ")));
    };
  }

  /** Under names such as {@code p05}. */
  private static Evidence quantiles(String prefix, List<Double> quantiles) {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < quantiles.size(); i++) {
      long percent = Math.round(100 * Contrast.PROBABILITIES.get(i));
      evidence = evidence.with("%s%02d".formatted(prefix, percent), quantiles.get(i).doubleValue());
    }
    return evidence;
  }

  private static String text(Contrast.Share share) {
    return String.format(
        Locale.ROOT,
        "%s: %.1f %% (%.1f %%)",
        share.category(),
        100 * share.current(),
        100 * share.reference());
  }
}
