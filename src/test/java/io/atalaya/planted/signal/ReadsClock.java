package io.atalaya.planted.signal;

import java.time.Clock;
import java.time.Instant;

final class ReadsClock {

  private ReadsClock() {}

  static long millis() {
    return System.currentTimeMillis();
  }

  static long nanos() {
    return System.nanoTime();
  }

  static Instant instant() {
    return Instant.now();
  }

  static Clock clock() {
    return Clock.systemUTC();
  }
}
