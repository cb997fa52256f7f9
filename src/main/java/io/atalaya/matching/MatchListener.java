package io.atalaya.matching;

/**
 * Hears what the matching of one model finds. Of {@code added} and {@code removed} with the same
 * arguments the second undoes the first.
 *
 * <p>{@code live} is false where every record concerned was counted before a restart and is only
 * read again to rebuild the state.
 */
public interface MatchListener {

  /** A pair was formed. */
  void pairAdded(Pair pair, boolean live);

  /** A pair no longer holds: its outcome was corrected or retracted. */
  void pairRemoved(Pair pair, boolean live);

  /** A prediction's horizon ended at {@code horizonMillis} without a label. */
  void unlabelledAdded(String version, long horizonMillis, boolean live);

  /** A prediction that had been counted as unlabelled has a label after all. */
  void unlabelledRemoved(String version, long horizonMillis, boolean live);

  /** An outcome was recognized; called for live outcomes only. */
  void outcome(String version, Match match);

  /** Something was forgotten that could have mattered until {@code untilMillis}. */
  void givenUp(String version, GivenUp what, long untilMillis, boolean live);
}
