package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.generation.GenerationCounts;
import io.atalaya.kpi.KpiCounts;

/**
 * The identity of a partial: what it counts, where and when. As the key of a compacted topic it
 * makes a newer state of the same pane replace the older.
 *
 * @param model the model's name; empty for {@link Part#PROGRESS}
 * @param version the model's version; empty for {@link Part#PROGRESS} and {@link Part#ORPHANS}
 * @param widthMillis the width of the pane; 0 for parts without a pane
 * @param paneMillis the start of the pane, or of {@link Part#LEARNING} that of the period; 0 for
 *     other parts without a pane
 * @param index the partition index that counted
 * @param part what was counted
 * @param feature the input concerned; empty for parts that are not about one
 */
public record PartialKey(
    String model,
    String version,
    long widthMillis,
    long paneMillis,
    int index,
    Part part,
    String feature) {

  /** What a partial holds. */
  public enum Part {
    /** How far the index has read. */
    PROGRESS(0),
    /** {@link TrafficCounts} of a pane. */
    TRAFFIC(1),
    /** {@link QualityCounts} of a pane. */
    QUALITY(2),
    /** {@link FeatureSample} of a pane and feature; without one, its {@link PredictionCounts}. */
    FEATURE(3),
    /** The predictions of a version that wait for their outcome. */
    PENDING(4),
    /** The values of a feature that a reference is to be learned from. */
    LEARNING(5),
    /** {@link CohortCounts} of a pane. */
    COHORT(6),
    /** {@link SegmentCounts} of a pane. */
    SEGMENTS(7),
    /** {@link OrphanCounts} of a pane, of no version. */
    ORPHANS(8),
    /** {@link KpiCounts} of a pane. */
    KPI(9),
    /** {@link GenerationCounts} of a pane. */
    GENERATIONS(10);

    private final int code;

    Part(int code) {
      this.code = code;
    }

    private static Part of(int code) {
      for (Part part : values()) {
        if (part.code == code) {
          return part;
        }
      }
      throw new IllegalArgumentException("part " + code + " is unknown");
    }
  }

  /** The key under which index {@code index} states its progress. */
  public static PartialKey progress(int index) {
    return new PartialKey("", "", 0, 0, index, Part.PROGRESS, "");
  }

  /** The wire form: {@link #decode} reads it. */
  public byte[] encode() {
    return new ByteWriter()
        .writeByte(part.code)
        .writeString(model)
        .writeString(version)
        .writeUnsigned(widthMillis)
        .writeSigned(paneMillis)
        .writeUnsigned(index)
        .writeString(feature)
        .toByteArray();
  }

  /**
   * Reads the wire form.
   *
   * @throws IllegalArgumentException when the bytes are no key
   */
  public static PartialKey decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Part part = Part.of(in.readByte());
    String model = in.readString();
    String version = in.readString();
    long width = in.readUnsigned();
    long pane = in.readSigned();
    int index = (int) in.readUnsigned();
    return new PartialKey(model, version, width, pane, index, part, in.readString());
  }
}
