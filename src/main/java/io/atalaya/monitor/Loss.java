package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/**
 * What the figures miss because it could not be kept or read.
 *
 * @param count how many records or identifiers were lost
 * @param untilMillis until when they could have mattered; {@link Long#MIN_VALUE} without a loss
 */
public record Loss(long count, long untilMillis) {

  /** No loss. */
  public static final Loss NONE = new Loss(0, Long.MIN_VALUE);

  /** Both losses together. */
  public Loss and(Loss other) {
    return new Loss(count + other.count, Math.max(untilMillis, other.untilMillis));
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(count).writeSigned(untilMillis);
  }

  static Loss readFrom(ByteReader in) {
    return new Loss(in.readUnsigned(), in.readSigned());
  }
}
