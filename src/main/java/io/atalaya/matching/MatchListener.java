package io.atalaya.matching;

import io.atalaya.event.Prediction;

/**
 * Hears what the matching of one model finds. Of {@code added} and {@code removed} with the same
 * arguments the second undoes the first.
 *
 * <p>{@code live} is false where every record concerned was counted before a restart and is only
 * read again to rebuild the state.
 */
public interface MatchListener {

  /** The most groups of predictions. */
  int GROUPS = 64;

  /** The group that the pair of a prediction is to have, from 0 and below {@link #GROUPS}. */
  int groupOf(Prediction prediction);

  /** A pair was formed. */
  void pairAdded(Pair pair, boolean live);

  /** A pair no longer holds: its outcome was corrected or retracted. */
  void pairRemoved(Pair pair, boolean live);

  /** A prediction's horizon ended at {@code horizonMillis} without a label. */
  void unlabelledAdded(String version, long horizonMillis, boolean live);

  /** A prediction that had been counted as unlabelled has a label after all. */
  void unlabelledRemoved(String version, long horizonMillis, boolean live);

  /** An outcome was recognized, to which there is a prediction; called for live outcomes only. */
  void outcome(String version, Match match);

  /** By {@code millis} no prediction had come to an outcome, or none that gave an answer. */
  void orphan(long millis, boolean live);

  /** Something was forgotten that could have mattered until {@code untilMillis}. */
  void givenUp(String version, GivenUp what, long untilMillis, boolean live);
}
