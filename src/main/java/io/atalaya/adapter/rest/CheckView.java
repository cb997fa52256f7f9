package io.atalaya.adapter.rest;

import io.atalaya.signal.ThresholdState;
import io.atalaya.signal.VersionChecks.BoundState;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Where one bound of a check stands.
 *
 * @param check the check's name
 * @param window the window of its figure
 * @param bound {@code min} or {@code max}
 * @param threshold the bound, in base units
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param state {@code quiet}, {@code pending} or {@code firing}
 * @param since the pane boundary from which it is pending or firing
 */
public record CheckView(
    String check,
    String window,
    String bound,
    double threshold,
    String severity,
    String state,
    Optional<Instant> since) {

  static CheckView of(BoundState bound) {
    return switch (bound.state()) {
      case ThresholdState.Quiet() -> of(bound, "quiet", Optional.empty());
      case ThresholdState.Pending(long since) -> of(bound, "pending", instant(since));
      case ThresholdState.Firing(long since) -> of(bound, "firing", instant(since));
    };
  }

  private static CheckView of(BoundState bound, String state, Optional<Instant> since) {
    return new CheckView(
        bound.key().check(),
        bound.key().window(),
        bound.rule().bound().name().toLowerCase(Locale.ROOT),
        bound.rule().limit(),
        bound.rule().severity().name().toLowerCase(Locale.ROOT),
        state,
        since);
  }

  private static Optional<Instant> instant(long millis) {
    return Optional.of(Instant.ofEpochMilli(millis));
  }
}
