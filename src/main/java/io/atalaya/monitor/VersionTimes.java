package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/** From when to when a version was heard of, in milliseconds since the epoch. One writer. */
final class VersionTimes {

  private static final long NEVER = Long.MIN_VALUE;

  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = NEVER;
  private long lastPredictedMillis = NEVER;
  private long retiredMillis = NEVER;

  /** Takes note of a pane in which something was counted. */
  void tookPane(PartialKey key) {
    long end = key.paneMillis() + key.widthMillis();
    if (key.part() == PartialKey.Part.TRAFFIC) {
      firstMillis = Math.min(firstMillis, key.paneMillis());
      lastPredictedMillis = Math.max(lastPredictedMillis, end);
    }
    if (key.part() == PartialKey.Part.TRAFFIC || key.part() == PartialKey.Part.QUALITY) {
      lastMillis = Math.max(lastMillis, end);
    }
  }

  /** Takes note that it went out of service. */
  void retired(long millis) {
    retiredMillis = Math.max(retiredMillis, millis);
  }

  /** Whether it went out of service and gave no answer since; labels may still come. */
  boolean isRetired() {
    return retiredMillis != NEVER && lastPredictedMillis <= retiredMillis;
  }

  /** Whether a prediction or an outcome was counted in a pane that ends then or later. */
  boolean isHeardSince(long millis) {
    return lastMillis >= millis;
  }

  /** Whether it ever gave an answer. */
  boolean hasAnswered() {
    return firstMillis != Long.MAX_VALUE;
  }

  /** The end of the last pane with predictions or outcomes. */
  long lastMillis() {
    return lastMillis;
  }

  /** The start of the first pane with predictions; MAX_VALUE without one. */
  long firstMillis() {
    return firstMillis;
  }

  /** Writes the beginning; all else is read again from the log. */
  void writeTo(ByteWriter out) {
    out.writeSigned(firstMillis);
  }

  void restoreFrom(ByteReader in) {
    firstMillis = Math.min(firstMillis, in.readSigned());
  }
}
