package io.atalaya.cache;

import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The clocks and the chance of the cache.
 *
 * @param clock the time of day, by which answers expire
 * @param ticker nanoseconds from any beginning, by which durations are measured
 * @param random draws from 0 up to 1; safe for use by several threads
 */
public record CacheTimes(InstantSource clock, LongSupplier ticker, DoubleSupplier random) {

  long millis() {
    return clock.millis();
  }

  long nanos() {
    return ticker.getAsLong();
  }

  double chance() {
    return random.getAsDouble();
  }
}
