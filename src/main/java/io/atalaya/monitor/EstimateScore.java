package io.atalaya.monitor;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How near the estimates of quality came to the truth.
 *
 * <p>The time is divided into blocks. What a block's labelled predictions were to be expected to
 * lose, by what was known of the blocks before, is compared with what they did lose: nothing is
 * scored on what it was learned from. Blocks with fewer than thirty labels are left out.
 *
 * @param blocks the number of blocks compared
 * @param meanAbsoluteError the mean of |estimated − true mean loss|, in the unit of the loss; empty
 *     without blocks
 * @param skill 1 − Σ(estimated − true)² / Σ(mean of the blocks before − true)²: above 0 where the
 *     estimates are better than to suppose that nothing changes; empty without blocks, and where
 *     nothing did
 */
public record EstimateScore(int blocks, OptionalDouble meanAbsoluteError, OptionalDouble skill) {

  /** Of no blocks. */
  static final EstimateScore UNKNOWN =
      new EstimateScore(0, OptionalDouble.empty(), OptionalDouble.empty());

  /**
   * Scores the estimates of consecutive blocks.
   *
   * @param blocks the cohorts, the oldest first
   */
  static EstimateScore of(List<CohortCounts> blocks) {
    CohortCounts before = new CohortCounts();
    int compared = 0;
    double absolute = 0;
    double squares = 0;
    double naiveSquares = 0;
    for (CohortCounts block : blocks) {
      if (before.suffices() && block.suffices()) {
        double truth = block.meanLoss().orElseThrow();
        double error = block.expectedLossOfLabelled(before).orElseThrow() - truth;
        double naive = before.meanLoss().orElseThrow() - truth;
        compared++;
        absolute += Math.abs(error);
        squares += error * error;
        naiveSquares += naive * naive;
      }
      before.merge(block);
    }
    return compared == 0
        ? UNKNOWN
        : new EstimateScore(
            compared,
            OptionalDouble.of(absolute / compared),
            naiveSquares == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - squares / naiveSquares));
  }
}
