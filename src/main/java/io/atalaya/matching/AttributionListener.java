package io.atalaya.matching;

/**
 * Hears what the interactions of one model count to. Of {@code added} and {@code removed} with the
 * same arguments the second undoes the first; {@code live} is as in {@link MatchListener}.
 */
public interface AttributionListener {

  /** An interaction counts. */
  void interactionAdded(Attributed interaction, boolean live);

  /** An interaction counts no longer so: its prediction has come. */
  void interactionRemoved(Attributed interaction, boolean live);

  /** Something was forgotten that could have mattered until {@code untilMillis}. */
  void givenUp(String version, GivenUp what, long untilMillis, boolean live);
}
