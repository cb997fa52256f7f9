package io.atalaya.signal;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/** Where one bound stands. Times are pane boundaries, in milliseconds since the epoch. */
public sealed interface ThresholdState {

  /** Not breached, or never judged. */
  record Quiet() implements ThresholdState {}

  /** Breached without a break since then, but not yet for long enough. */
  record Pending(long sinceMillis) implements ThresholdState {}

  /** Firing since then: breached for long enough, and not back beyond the level that clears it. */
  record Firing(long sinceMillis) implements ThresholdState {}

  /** Writes what {@link #readFrom} reads. */
  default void writeTo(ByteWriter out) {
    switch (this) {
      case Quiet() -> out.writeByte(0);
      case Pending(long since) -> out.writeByte(1).writeSigned(since);
      case Firing(long since) -> out.writeByte(2).writeSigned(since);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException if the bytes make no sense
   */
  static ThresholdState readFrom(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 0 -> new Quiet();
      case 1 -> new Pending(in.readSigned());
      case 2 -> new Firing(in.readSigned());
      default -> throw new IllegalArgumentException("no threshold state has the tag " + kind);
    };
  }
}
