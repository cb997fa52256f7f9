package io.atalaya.availability;

import java.time.Duration;

/**
 * The availability over the last 30 days, weighted by time.
 *
 * <p>Whole milliseconds in buckets of an hour, so that sums are exact and nothing grows with the
 * number of observations: 5.8 kB. The window slides by an hour: it is the current hour of the clock
 * and the 719 before. Nothing observed: no ratio.
 *
 * <p>For one thread at a time.
 */
final class AvailabilityWindow {

  private static final int BUCKETS = Math.toIntExact(Duration.ofDays(30).toHours());
  private static final long BUCKET_MILLIS = Duration.ofHours(1).toMillis();

  private final int[] up = new int[BUCKETS];
  private final int[] observed = new int[BUCKETS];

  /** The number of the newest bucket that was written; its predecessors are in the arrays. */
  private long newest = Long.MIN_VALUE / BUCKET_MILLIS;

  /**
   * Adds a stretch of time; what is older than the window is left out.
   *
   * @param from its first millisecond
   * @param until its end; no time at all unless after {@code from}
   */
  void add(long from, long until, boolean isUp) {
    if (until <= from) {
      return;
    }
    advance(Math.floorDiv(until - 1, BUCKET_MILLIS));
    long at = Math.max(from, oldest(newest) * BUCKET_MILLIS);
    while (at < until) {
      long bucket = Math.floorDiv(at, BUCKET_MILLIS);
      long end = Math.min(until, (bucket + 1) * BUCKET_MILLIS);
      int slot = slot(bucket);
      observed[slot] += (int) (end - at);
      up[slot] += isUp ? (int) (end - at) : 0;
      at = end;
    }
  }

  /** What the window of a time holds that is not before any that was added. */
  Availability at(long millis) {
    long upMillis = 0;
    long observedMillis = 0;
    for (long bucket = oldest(Math.floorDiv(millis, BUCKET_MILLIS)); bucket <= newest; bucket++) {
      upMillis += up[slot(bucket)];
      observedMillis += observed[slot(bucket)];
    }
    return new Availability(upMillis, observedMillis);
  }

  private void advance(long bucket) {
    for (long cleared = Math.max(newest + 1, oldest(bucket)); cleared <= bucket; cleared++) {
      up[slot(cleared)] = 0;
      observed[slot(cleared)] = 0;
    }
    newest = Math.max(newest, bucket);
  }

  private static long oldest(long newestBucket) {
    return newestBucket - BUCKETS + 1;
  }

  private static int slot(long bucket) {
    return Math.floorMod(bucket, BUCKETS);
  }
}
