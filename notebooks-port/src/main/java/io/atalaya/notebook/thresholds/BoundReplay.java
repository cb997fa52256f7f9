package io.atalaya.notebook.thresholds;

import io.atalaya.signal.Threshold;
import io.atalaya.signal.ThresholdRule;
import io.atalaya.signal.ThresholdState;
import io.atalaya.signal.ThresholdState.Firing;
import io.atalaya.signal.ThresholdState.Pending;
import io.atalaya.signal.ThresholdState.Quiet;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries a bound on a history: the alarms that it would have raised, by the rule that raises them in
 * the pipeline, so with the time that a breach must last, with hysteresis and with what is no
 * judgement.
 */
public final class BoundReplay {

  private BoundReplay() {}

  /** The same threshold with another limit. */
  static Threshold at(Threshold threshold, double limit) {
    return new Threshold(
        threshold.check(),
        threshold.bound(),
        limit,
        threshold.window(),
        threshold.severity(),
        threshold.minScored(),
        threshold.minCoverage(),
        threshold.confidenceLevel(),
        threshold.holdFor(),
        threshold.clear());
  }

  /**
   * The alarms of a threshold over a history, in their order.
   *
   * @param history by rising boundaries
   */
  public static List<Episode> episodes(Threshold threshold, List<Judgement> history) {
    return episodes(ThresholdRule.of(threshold), history);
  }

  static List<Episode> episodes(ThresholdRule rule, List<Judgement> history) {
    List<Episode> episodes = new ArrayList<>();
    ThresholdState state = new Quiet();
    for (Judgement judgement : history) {
      ThresholdState next = rule.next(state, judgement.t(), judgement.observation());
      switch (next) {
        case Firing(long since) -> {
          if (!(state instanceof Firing)) {
            episodes.add(new Episode(since, Long.MAX_VALUE));
          }
        }
        case Quiet _, Pending _ -> {
          if (state instanceof Firing) {
            Episode ended = episodes.removeLast();
            episodes.add(new Episode(ended.sinceMillis(), judgement.t()));
          }
        }
      }
      state = next;
    }
    return episodes;
  }
}
