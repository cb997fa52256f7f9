package io.atalaya.notebook.thresholds;

import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Threshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Finds bounds for a rate of false alarms: as tight as the healthy time allows.
 *
 * <p>What is counted are alarms, not values beyond a bound: neighbouring windows overlap, so one
 * bad day is many values and one alarm. A bound is tried by {@linkplain BoundReplay replaying} the
 * rule that would judge it. Candidates are the {@link SustainedLevels} of the healthy time, from
 * the loosest on; the last before one that raises too many is taken, for tightening can also melt
 * several alarms into one, which therefore {@linkplain Episode#alarms counts} again for each window
 * that it lasts. It is rounded to three digits towards the loose side.
 *
 * <p>Where the healthy time is too short for the rate, the bound is extrapolated: the peaks of the
 * first {@value #PEAKS} alarms or more that a tighter bound would have raised have excesses over it
 * that are fitted by a {@link GeneralizedPareto} distribution (peaks over threshold); at most
 * {@value #FARTHEST} times the healthy time ahead.
 *
 * <p>Source: S. Coles, "An Introduction to Statistical Modeling of Extreme Values", 2001, chapter
 * 4.
 *
 * @param goal what for
 */
public record ThresholdTuner(Goal goal) {

  /** The fewest peaks that a tail is fitted to. */
  public static final int PEAKS = 10;

  /** How many times the healthy time is looked ahead at most. */
  public static final int FARTHEST = 10;

  private static final int CURVE_POINTS = 40;

  /** The curve goes on to so many times the allowed rate, and at least to so many alarms. */
  private static final int CURVE_EXCESS = 6;

  private static final MathContext LOOSE_MAX = new MathContext(3, RoundingMode.CEILING);
  private static final MathContext LOOSE_MIN = new MathContext(3, RoundingMode.FLOOR);

  /** What history says of a threshold. */
  public Tuned tune(Threshold threshold, CheckHistory history) {
    CheckHistory healthy = history.in(goal.healthy());
    double days = history.days(goal.healthy());
    if (days == 0) {
      return new Tuned(
          Trial.of(
              threshold.limit(),
              goal,
              threshold.window(),
              goal.healthy().days(),
              history.episodes(threshold)),
          new Suggestion.None("the figure is undefined in the healthy time"),
          List.of());
    }
    double[] levels = levels(threshold, healthy);
    Suggestion suggestion;
    int allowed = goal.allowed(days);
    if (levels.length == 0) {
      suggestion = new Suggestion.None("no judgement of the healthy time could break any bound");
    } else if (allowed >= 1) {
      suggestion =
          observed(
              threshold,
              history,
              days,
              allowed,
              loosestBefore(threshold, healthy, levels, allowed));
    } else {
      suggestion = extrapolated(threshold, history, healthy, days, levels);
    }
    return new Tuned(
        trial(threshold, threshold.limit(), history, days),
        suggestion,
        curve(threshold, history, healthy, days, levels, allowed));
  }

  private Suggestion observed(
      Threshold threshold, CheckHistory history, double days, int allowed, double level) {
    double limit = rounded(threshold, level);
    return new Suggestion.Observed(trial(threshold, limit, history, days), allowed);
  }

  /** The distinct levels, the worst first. */
  private static double[] levels(Threshold threshold, CheckHistory history) {
    double[] rising =
        history.versions().stream()
            .flatMapToDouble(each -> Arrays.stream(SustainedLevels.of(threshold, each)))
            .filter(Double::isFinite)
            .sorted()
            .distinct()
            .toArray();
    double[] falling = new double[rising.length];
    for (int i = 0; i < rising.length; i++) {
      falling[i] = rising[rising.length - 1 - i];
    }
    return falling;
  }

  /** The last level, from the worst on, before one at which there are more than {@code most}. */
  private double loosestBefore(
      Threshold threshold, CheckHistory healthy, double[] levels, int most) {
    double last = levels[0];
    for (double level : levels) {
      List<Episode> alarms = alarms(threshold, healthy, level);
      if (Episode.alarms(alarms, goal.healthy(), threshold.window().toMillis()) > most) {
        return last;
      }
      last = level;
    }
    return last;
  }

  private Suggestion extrapolated(
      Threshold threshold,
      CheckHistory history,
      CheckHistory healthy,
      double days,
      double[] levels) {
    double wanted = goal.monthly() / AlarmRate.MONTH_DAYS * days;
    String tooShort =
        "%.1f healthy days are too short for %s alarms in 30 days"
            .formatted(
                days, BigDecimal.valueOf(goal.monthly()).stripTrailingZeros().toPlainString());
    if (wanted * FARTHEST < 1) {
      return new Suggestion.None(
          "%s: give at least %.0f days".formatted(tooShort, Math.ceil(days / wanted / FARTHEST)));
    }
    for (double level : levels) {
      List<Episode> alarms = alarms(threshold, healthy, level);
      if (alarms.size() >= PEAKS) {
        return extrapolated(threshold, history, healthy, days, level, alarms, wanted);
      }
    }
    return new Suggestion.None(
        "%s, and no bound raises the %d alarms from which one could extrapolate"
            .formatted(tooShort, PEAKS));
  }

  private Suggestion extrapolated(
      Threshold threshold,
      CheckHistory history,
      CheckHistory healthy,
      double days,
      double level,
      List<Episode> alarms,
      double wanted) {
    double[] excesses =
        alarms.stream().mapToDouble(alarm -> peak(threshold, healthy, alarm) - level).toArray();
    int sign = SustainedLevels.sign(threshold.bound());
    try {
      GeneralizedPareto tail = GeneralizedPareto.fit(excesses);
      double far = level + tail.exceededWith(wanted / alarms.size());
      CheckDefinition check = CheckDefinition.named(threshold.check()).orElseThrow();
      if (!(sign * far >= check.least() && sign * far <= check.most())) {
        return new Suggestion.None(
            "the tail of %d peaks leads to %.4g, which the figure cannot be"
                .formatted(alarms.size(), sign * far));
      }
      double limit = rounded(threshold, far);
      return new Suggestion.Extrapolated(
          trial(threshold, limit, history, days), alarms.size(), sign * level, tail);
    } catch (IllegalArgumentException unfit) {
      return new Suggestion.None(
          "the tail of %d peaks cannot be fitted: %s".formatted(alarms.size(), unfit.getMessage()));
    }
  }

  /** The worst level of an alarm. */
  private static double peak(Threshold threshold, CheckHistory healthy, Episode alarm) {
    double worst = Double.NEGATIVE_INFINITY;
    for (List<Judgement> version : healthy.versions()) {
      double[] levels = SustainedLevels.of(threshold, version);
      for (int i = 0; i < levels.length; i++) {
        long t = version.get(i).t();
        if (t >= alarm.sinceMillis() && t < alarm.untilMillis()) {
          worst = Math.max(worst, levels[i]);
        }
      }
    }
    return worst;
  }

  private List<Trial> curve(
      Threshold threshold,
      CheckHistory history,
      CheckHistory healthy,
      double days,
      double[] levels,
      int allowed) {
    double[] all = levels(threshold, history);
    if (all.length == 0 || levels.length == 0) {
      return List.of();
    }
    double tight = loosestBefore(threshold, healthy, levels, CURVE_EXCESS * Math.max(1, allowed));
    List<Trial> curve = new ArrayList<>();
    DoubleStream.iterate(0, i -> i + 1)
        .limit(CURVE_POINTS)
        .map(i -> all[0] + (tight - all[0]) * i / (CURVE_POINTS - 1))
        .distinct()
        .map(level -> SustainedLevels.sign(threshold.bound()) * level)
        .forEach(limit -> curve.add(trial(threshold, limit, history, days)));
    return curve;
  }

  private Trial trial(Threshold threshold, double limit, CheckHistory history, double days) {
    return Trial.of(
        limit, goal, threshold.window(), days, history.episodes(BoundReplay.at(threshold, limit)));
  }

  private static List<Episode> alarms(Threshold threshold, CheckHistory history, double level) {
    return history.episodes(
        BoundReplay.at(threshold, SustainedLevels.sign(threshold.bound()) * level));
  }

  /** The limit of a level with three digits, of a time in whole milliseconds. */
  private static double rounded(Threshold threshold, double level) {
    CheckDefinition check = CheckDefinition.named(threshold.check()).orElseThrow();
    BigDecimal exact = BigDecimal.valueOf(SustainedLevels.sign(threshold.bound()) * level);
    BigDecimal rounded =
        exact.round(
            switch (threshold.bound()) {
              case MAX -> LOOSE_MAX;
              case MIN -> LOOSE_MIN;
            });
    if (check.unit() == CheckDefinition.Unit.SECONDS) {
      rounded =
          rounded.setScale(
              3,
              threshold.bound() == Threshold.Bound.MAX ? RoundingMode.CEILING : RoundingMode.FLOOR);
    }
    return Math.clamp(rounded.doubleValue(), check.least(), check.most());
  }
}
