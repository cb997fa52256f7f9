package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/** What is known about the drift of one feature. Figures are those of its last closed window. */
public sealed interface DriftVerdict {

  /** Too few of the last closed windows were hits. */
  record Stable(DriftFigures figures, int hits) implements DriftVerdict {}

  /** Enough of the last closed windows were hits; the very last need not be one. */
  record Drifted(DriftFigures figures, int hits) implements DriftVerdict {}

  /**
   * There is too little to judge by: current values, values of a reference still being learned, or
   * values of a season's reference.
   *
   * @param have how many there are
   * @param need how many it takes
   * @param season the season whose reference lacks them; empty where it is not for that
   */
  record InsufficientData(long have, long need, String season) implements DriftVerdict, Comparison {

    /** What is not for want of a season's reference. */
    public InsufficientData(long have, long need) {
      this(have, need, "");
    }

    public InsufficientData {
      if (have < 0 || need < 1) {
        throw new IllegalArgumentException(
            "have, need: %d of %d values; neither can be fewer than 0 of 1".formatted(have, need));
      }
    }
  }

  /** Writes what {@link #readFrom} reads. */
  default void writeTo(ByteWriter out) {
    switch (this) {
      case Stable(DriftFigures figures, int hits) -> {
        out.writeByte(0).writeUnsigned(hits);
        figures.writeTo(out);
      }
      case Drifted(DriftFigures figures, int hits) -> {
        out.writeByte(1).writeUnsigned(hits);
        figures.writeTo(out);
      }
      case InsufficientData(long have, long need, String season) ->
          out.writeByte(2).writeUnsigned(have).writeUnsigned(need).writeString(season);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException if the bytes make no sense
   */
  static DriftVerdict readFrom(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 0, 1 -> {
        int hits = (int) in.readUnsigned();
        DriftFigures figures = DriftFigures.readFrom(in);
        yield kind == 0 ? new Stable(figures, hits) : new Drifted(figures, hits);
      }
      case 2 -> new InsufficientData(in.readUnsigned(), in.readUnsigned(), in.readString());
      default -> throw new IllegalArgumentException("no drift verdict has the tag " + kind);
    };
  }
}
