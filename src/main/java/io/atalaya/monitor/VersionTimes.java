package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/** From when to when a version was heard of, in milliseconds since the epoch. One writer. */
final class VersionTimes {

  private static final long NEVER = Long.MIN_VALUE;

  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = NEVER;
  private long lastPredictedMillis = NEVER;
  private long lastInteractedMillis = NEVER;
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
    if (key.part() == PartialKey.Part.KPI) {
      lastInteractedMillis = Math.max(lastInteractedMillis, end);
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

  /** Whether it was neither retired nor idle for longer than {@code atMostMillis}. */
  boolean isLive(long nowMillis, long atMostMillis) {
    long last = Math.max(lastMillis, lastInteractedMillis);
    return last != NEVER && !isRetired() && nowMillis - last <= atMostMillis;
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
