package io.atalaya.bench.process;

import java.util.Arrays;

/**
 * What reading the events took.
 *
 * @param events the events read
 * @param nanos the time it took
 * @param usage what it used
 * @param peakResidentBytes the most memory that the process occupied since its start; 0 where the
 *     operating system does not tell
 */
public record Measurement(long events, long nanos, Usage usage, long peakResidentBytes) {

  private static final String MARK = "measured";

  /** Events a second. */
  public double rate() {
    return events * 1e9 / nanos;
  }

  /** Processor time an event, in nanoseconds. */
  public double cpuNanosPerEvent() {
    return usage.cpuNanos() / (double) events;
  }

  /** Bytes allocated an event. */
  public double allocatedBytesPerEvent() {
    return usage.allocatedBytes() / (double) events;
  }

  /** Of two, the one with the higher rate. */
  public Measurement orFaster(Measurement other) {
    return other.rate() > rate() ? other : this;
  }

  /** The line that {@link #parse} reads. */
  String line() {
    return "%s %d %d %d %d %d"
        .formatted(
            MARK, events, nanos, usage.cpuNanos(), usage.allocatedBytes(), peakResidentBytes);
  }

  static boolean isLine(String text) {
    return text.startsWith(MARK + " ");
  }

  static Measurement parse(String line) {
    long[] numbers =
        Arrays.stream(line.substring(MARK.length()).strip().split(" ", -1))
            .mapToLong(Long::parseLong)
            .toArray();
    return new Measurement(numbers[0], numbers[1], new Usage(numbers[2], numbers[3]), numbers[4]);
  }
}
