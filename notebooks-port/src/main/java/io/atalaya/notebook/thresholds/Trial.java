package io.atalaya.notebook.thresholds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a bound would have done.
 *
 * @param limit the bound, in base units; of drift the factor by which all least effects are
 *     multiplied
 * @param falseAlarms those of the healthy time
 * @param delayDays for each known span after how many days it fires; 0 when it did already, empty
 *     when it does not
 */
public record Trial(double limit, AlarmRate falseAlarms, List<OptionalDouble> delayDays) {

  public Trial {
    delayDays = List.copyOf(delayDays);
  }

  /** What is to be said of the alarms that a bound raised. */
  static Trial of(
      double limit, Goal goal, Duration window, double healthyDays, List<Episode> episodes) {
    int falseAlarms = Episode.alarms(episodes, goal.healthy(), window.toMillis());
    List<OptionalDouble> delays = new ArrayList<>();
    for (Span known : goal.known()) {
      delays.add(
          episodes.stream()
              .filter(
                  episode ->
                      episode.sinceMillis() < known.untilMillis()
                          && episode.untilMillis() > known.fromMillis())
              .mapToDouble(
                  episode ->
                      Math.max(0, episode.sinceMillis() - known.fromMillis())
                          / (double) Goal.DAY_MILLIS)
              .min());
    }
    return new Trial(limit, new AlarmRate(falseAlarms, healthyDays), delays);
  }

  /** How many of the known spans it finds. */
  public long found() {
    return delayDays.stream().filter(OptionalDouble::isPresent).count();
  }
}
