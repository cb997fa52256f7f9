package io.atalaya.notebook.metrics;

import io.atalaya.demo.terminal.Screen;
import io.atalaya.drift.Comparison;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Shows how far a back-test is, and its signals. For one thread. */
final class ShownProgress implements BackTestListener {

  private final BackTestListener next;
  private final long fromMillis;
  private final long untilMillis;
  private final Screen screen;

  /**
   * @param next hears everything as well
   * @param events what the back-test runs over, at least one
   */
  ShownProgress(BackTestListener next, List<RecordedEvent> events, Screen screen) {
    this.next = next;
    this.screen = screen;
    fromMillis = events.getFirst().appendedMillis();
    untilMillis = events.getLast().appendedMillis();
  }

  @Override
  public void judged(
      String model,
      String version,
      String check,
      Duration window,
      long t,
      Observation observation) {
    next.judged(model, version, check, window, t, observation);
  }

  @Override
  public void signalled(Signal signal) {
    screen.line(
        "%s  %s %s over %s: %s"
            .formatted(
                Instant.ofEpochMilli(signal.timeMillis()),
                signal.model(),
                signal.check(),
                signal.key().window(),
                signal.state().name().toLowerCase(Locale.ROOT)));
    next.signalled(signal);
  }

  @Override
  public void closed(String model, String version, long t, SortedMap<String, Comparison> windows) {
    next.closed(model, version, t, windows);
  }

  @Override
  public void exposed(long millis, List<Sample> samples) {
    double done = (double) (millis - fromMillis) / Math.max(1, untilMillis - fromMillis);
    screen.progress(
        Math.clamp(done, 0.0, 1.0),
        Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate().toString());
    next.exposed(millis, samples);
  }
}
