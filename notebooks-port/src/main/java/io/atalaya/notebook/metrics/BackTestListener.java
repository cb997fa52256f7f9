package io.atalaya.notebook.metrics;

import io.atalaya.drift.Comparison;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Signal;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** Takes what a back-test brings forth, in the order of event time. */
public interface BackTestListener {

  /**
   * A check is judged.
   *
   * @param t the boundary, in milliseconds since the epoch
   * @param observation what it is judged by; its interval can be asked for during the call only
   */
  void judged(
      String model, String version, String check, Duration window, long t, Observation observation);

  /** A signal is published. */
  void signalled(Signal signal);

  /**
   * The drift windows of a version close.
   *
   * @param t the boundary, in milliseconds since the epoch
   * @param windows what the comparison of each feature gave whose window closed
   */
  void closed(String model, String version, long t, SortedMap<String, Comparison> windows);

  /**
   * The metrics are read.
   *
   * @param millis when, in milliseconds since the epoch
   * @param samples all that is exposed
   */
  void exposed(long millis, List<Sample> samples);
}
