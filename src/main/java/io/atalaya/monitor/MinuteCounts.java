package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import java.util.Arrays;

/**
 * How many requests came in each minute of event time, those without any left out.
 *
 * <p>Cost: constant for a request of the latest minute, a search otherwise. Memory: 16 bytes a
 * minute. One writer.
 */
public final class MinuteCounts implements Accumulator<MinuteCounts> {

  private static final long MINUTE_MILLIS = 60_000;

  private long[] minutes = new long[1];
  private long[] counts = new long[1];
  private int size;

  /**
   * Counts a request.
   *
   * @param millis when it was made, in milliseconds since the epoch
   */
  public void add(long millis) {
    add(Math.floorDiv(millis, MINUTE_MILLIS), 1);
  }

  @Override
  public void merge(MinuteCounts other) {
    for (int i = 0; i < other.size; i++) {
      add(other.minutes[i], other.counts[i]);
    }
  }

  @Override
  public void retract(MinuteCounts other) {
    for (int i = 0; i < other.size; i++) {
      int at = find(other.minutes[i]);
      if (at < 0 || counts[at] < other.counts[i]) {
        throw new IllegalArgumentException(
            "so many requests of minute %d were never counted".formatted(other.minutes[i]));
      }
    }
    // From the last one down, so that what leaves moves nothing that is still to be read.
    for (int i = other.size - 1; i >= 0; i--) {
      add(other.minutes[i], -other.counts[i]);
    }
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The pattern of the requests of a time. Its minutes are the whole ones after the first in which
   * there was a request, since that one may have been whole for no one.
   *
   * @param fromMillis where the time begins
   * @param toMillis where it ends, exclusive
   */
  public RequestPattern pattern(long fromMillis, long toMillis) {
    long to = Math.floorDiv(toMillis, MINUTE_MILLIS);
    long from = Math.max(Math.ceilDiv(fromMillis, MINUTE_MILLIS), size == 0 ? to : minutes[0] + 1);
    long requests = 0;
    double squares = 0;
    long peak = 0;
    for (int i = 0; i < size; i++) {
      if (minutes[i] >= from && minutes[i] < to) {
        requests += counts[i];
        squares += (double) counts[i] * counts[i];
        peak = Math.max(peak, counts[i]);
      }
    }
    return RequestPattern.of(to - from, requests, squares, peak);
  }

  /** Writes a few bytes a minute. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      out.writeSigned(minutes[i] - before).writeUnsigned(counts[i]);
      before = minutes[i];
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static MinuteCounts readFrom(ByteReader in) {
    MinuteCounts read = new MinuteCounts();
    long minute = 0;
    for (int i = in.readCount(); i > 0; i--) {
      minute += in.readSigned();
      read.add(minute, in.readUnsigned());
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof MinuteCounts other
        && size == other.size
        && Arrays.equals(minutes, 0, size, other.minutes, 0, size)
        && Arrays.equals(counts, 0, size, other.counts, 0, size);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(Arrays.copyOf(counts, size));
  }

  private void add(long minute, long count) {
    int at = size > 0 && minutes[size - 1] == minute ? size - 1 : find(minute);
    if (at < 0) {
      insert(-at - 1, minute);
      at = -at - 1;
    }
    counts[at] += count;
    if (counts[at] == 0) {
      System.arraycopy(minutes, at + 1, minutes, at, size - at - 1);
      System.arraycopy(counts, at + 1, counts, at, size - at - 1);
      size--;
    }
  }

  private void insert(int at, long minute) {
    if (size == minutes.length) {
      minutes = Arrays.copyOf(minutes, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    System.arraycopy(minutes, at, minutes, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    minutes[at] = minute;
    counts[at] = 0;
    size++;
  }

  private int find(long minute) {
    return Arrays.binarySearch(minutes, 0, size, minute);
  }
}
