package io.atalaya.matching;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import org.jspecify.annotations.Nullable;

/** An interaction that is remembered, or several that are one. One writer. */
final class KeptInteraction {

  private static final int WAITS = 1;
  private static final int TIMED = 1 << 1;
  private static final int HAS_SEGMENT = 1 << 2;
  private static final int STATES_SEGMENT = 1 << 3;

  final PredictionId id;
  final Interaction interaction;

  /** As what it counts while it is not attributed. */
  final Attributed counted;

  /** Whether it waits for its prediction. */
  boolean waits;

  /** When the first and the last of them were appended. */
  long firstMillis;

  long lastMillis;

  /** The time for which it is queued; it may have become a later one. */
  long dueMillis;

  /** Whether it was not counted before a restart. */
  boolean live;

  KeptInteraction(
      PredictionId id, Interaction interaction, Attributed counted, long appendedMillis) {
    this.id = id;
    this.interaction = interaction;
    this.counted = counted;
    firstMillis = appendedMillis;
    lastMillis = appendedMillis;
  }

  void alsoAppended(long millis) {
    firstMillis = Math.min(firstMillis, millis);
    lastMillis = Math.max(lastMillis, millis);
  }

  void writeTo(ByteWriter out) {
    String segment = counted.segment();
    String stated = interaction.segment();
    out.writeByte(
        (waits ? WAITS : 0)
            | (interaction.timeGiven() ? TIMED : 0)
            | (segment == null ? 0 : HAS_SEGMENT)
            | (stated == null ? 0 : STATES_SEGMENT));
    out.writeBytes(id.utf8()).writeString(interaction.type());
    out.writeString(interaction.version()).writeString(counted.version());
    if (segment != null) {
      out.writeString(segment);
    }
    if (stated != null) {
      out.writeString(stated);
    }
    out.writeSigned(interaction.timeMillis()).writeDouble(interaction.value());
    out.writeSigned(firstMillis).writeSigned(lastMillis);
  }

  /** Reads what {@link #writeTo} wrote, as one that was counted before. */
  static KeptInteraction readFrom(ByteReader in, String model) {
    int flags = in.readByte();
    byte[] utf8 = in.readBytes();
    PredictionId id = PredictionId.of(utf8, 0, utf8.length);
    String type = in.readString();
    String statedVersion = in.readString();
    String version = in.readString();
    @Nullable String segment = (flags & HAS_SEGMENT) == 0 ? null : in.readString();
    @Nullable String stated = (flags & STATES_SEGMENT) == 0 ? null : in.readString();
    Interaction interaction =
        new Interaction(
            id,
            model,
            statedVersion,
            in.readSigned(),
            (flags & TIMED) != 0,
            type,
            in.readDouble(),
            stated);
    KeptInteraction kept =
        new KeptInteraction(
            id, interaction, new Attributed(interaction, version, segment, false), in.readSigned());
    kept.alsoAppended(in.readSigned());
    kept.waits = (flags & WAITS) != 0;
    return kept;
  }
}
