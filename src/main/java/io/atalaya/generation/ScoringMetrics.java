package io.atalaya.generation;

/**
 * Counters of the texts that were chosen to be scored, since the start: each is scored or dropped
 * in the end; one that the model failed on is scored without it.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface ScoringMetrics {

  /** A text was scored. */
  void scored(String model);

  /**
   * A text was not scored, because too many were waiting, it waited too long, or the process ended.
   */
  void dropped(String model);

  /** The log did not take what was computed of a text. */
  void lost(String model);

  /** The embedding model failed on a text. */
  void failed(String model);
}
