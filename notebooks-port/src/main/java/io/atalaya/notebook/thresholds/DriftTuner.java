package io.atalaya.notebook.thresholds;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds by which factor all least effects of a model's drift would have to be multiplied for a rate
 * of false alarms: the relation of the effects stays as it is configured. As for {@link
 * ThresholdTuner thresholds}, alarms are counted and found by the pipeline's rule, so with its
 * p-values and its persistence. Of drift nothing is extrapolated: windows do not overlap, and few
 * close in the time that one has.
 *
 * @param goal what for
 */
public record DriftTuner(Goal goal) {

  private static final int CURVE_POINTS = 40;
  private static final MathContext LOOSE = new MathContext(3, RoundingMode.CEILING);

  /** Just beyond an effect, which would otherwise still be worth a signal. */
  private static final double BEYOND = 1 + 1e-9;

  /** What history says; of trials the limit is the factor. */
  public Tuned tune(DriftHistory history) {
    DriftHistory healthy = history.in(goal.healthy());
    double days = healthy.days();
    if (days == 0) {
      return new Tuned(
          Trial.of(
              1, goal, history.settings().window(), goal.healthy().days(), history.episodes(1)),
          new Suggestion.None("no drift window was judged in the healthy time"),
          List.of());
    }
    double[] ratios = healthy.ratios();
    int allowed = goal.allowed(days);
    return new Tuned(
        trial(history, 1, days),
        allowed == 0
            ? new Suggestion.None(
                "%d drift windows of the healthy time are too few for %s alarms in 30 days"
                    .formatted(healthy.judged(), BigDecimal.valueOf(goal.monthly())))
            : new Suggestion.Observed(
                trial(history, loosestBefore(healthy, ratios, allowed), days), allowed),
        curve(history, days));
  }

  /**
   * The last factor, from the greatest effect on, before one with more than {@code most} alarms.
   */
  private double loosestBefore(DriftHistory healthy, double[] ratios, int most) {
    double last = rounded(ratios[0]);
    for (double ratio : ratios) {
      double factor = rounded(ratio);
      if (trial(healthy, factor, healthy.days()).falseAlarms().alarms() > most) {
        return last;
      }
      last = factor;
    }
    return last;
  }

  private List<Trial> curve(DriftHistory history, double days) {
    double[] ratios = history.ratios();
    List<Trial> curve = new ArrayList<>();
    for (int i = 0; i < CURVE_POINTS && ratios[0] > 0; i++) {
      // By equal steps of the logarithm, to a tenth of the effects that are configured.
      double factor = ratios[0] * BEYOND * Math.pow(0.1 / ratios[0], i / (CURVE_POINTS - 1.0));
      curve.add(trial(history, factor, days));
    }
    return curve;
  }

  private Trial trial(DriftHistory history, double factor, double days) {
    return Trial.of(factor, goal, history.settings().window(), days, history.episodes(factor));
  }

  private static double rounded(double ratio) {
    return BigDecimal.valueOf(ratio * BEYOND).round(LOOSE).doubleValue();
  }
}
