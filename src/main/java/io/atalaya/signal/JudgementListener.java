package io.atalaya.signal;

import java.time.Duration;

/**
 * Hears what the checks of a model are judged by, whether that breaks a bound or not. What is heard
 * of a check, given to a {@link ThresholdRule} in the same order, leads to the same states: so
 * bounds can be tried on a history without its events.
 */
@FunctionalInterface
public interface JudgementListener {

  /** Hears nothing. */
  JudgementListener NONE = (version, check, window, t, observation) -> {};

  /**
   * A check is being judged.
   *
   * @param version the model's version
   * @param check the check's name
   * @param window the window that the figure is taken over
   * @param t the pane boundary, in milliseconds since the epoch
   * @param observation the figure; its interval can be asked for during the call only
   */
  void judged(String version, String check, Duration window, long t, Observation observation);
}
