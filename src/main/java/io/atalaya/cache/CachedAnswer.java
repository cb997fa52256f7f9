package io.atalaya.cache;

import io.atalaya.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a model, kept to be given again.
 *
 * @param body the answer itself, as the model's service gave it; nobody changes these bytes
 * @param confidence 0 to 1; NaN when the model gave none
 * @param version the model's version; {@link Event#UNVERSIONED} when none was named
 * @param segment the part of the traffic it belongs to; null when none was named
 * @param timeMillis when the model answered, in milliseconds since the epoch
 * @param stamp the greatest invalidation that was known when the model was asked ({@link
 *     Floors#stamp}): any later one that concerns it finds it out of date
 * @param expiresMillis when it is too old to be given, in milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // answers are given, never compared
public record CachedAnswer(
    byte[] body,
    double confidence,
    String version,
    @Nullable String segment,
    long timeMillis,
    long stamp,
    long expiresMillis) {

  private static final int OVERHEAD = 200;

  public CachedAnswer {
    if (confidence < 0 || confidence > 1) {
      throw new IllegalArgumentException(
          "confidence: " + confidence + " is not from 0 to 1: give a share, or leave it out");
    }
    if (stamp < 0) {
      throw new IllegalArgumentException(
          "epoch: " + stamp + " is below 0: give the epoch that came with the miss");
    }
  }

  /** Whether it is too old at {@code nowMillis}. */
  public boolean isExpired(long nowMillis) {
    return nowMillis >= expiresMillis;
  }

  /** The same answer with another expiry. */
  public CachedAnswer expiring(long millis) {
    return new CachedAnswer(body, confidence, version, segment, timeMillis, stamp, millis);
  }

  /** About what it takes in memory, in bytes. */
  public int weight() {
    return body.length
        + 2 * (version.length() + (segment == null ? 0 : segment.length()))
        + OVERHEAD;
  }
}
