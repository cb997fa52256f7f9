package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.BottomSample;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import org.jspecify.annotations.Nullable;

/**
 * The values of one feature in one pane: counted against the reference, or, while none is known, as
 * they are, at most as many as a learned reference has.
 */
sealed interface FeatureSample {

  /** Adds a finite value of a prediction. */
  void add(double value, Prediction prediction);

  void writeTo(ByteWriter out);

  /** The counts against {@code reference}, as a new accumulator or the one held. */
  RankCounts against(ReferenceSample reference);

  /** Values counted against a reference. */
  record Counted(ReferenceSample reference, RankCounts counts) implements FeatureSample {
    @Override
    public void add(double value, Prediction prediction) {
      counts.add(reference, value);
    }

    @Override
    public void writeTo(ByteWriter out) {
      out.writeByte(0);
      counts.writeTo(out);
    }

    @Override
    public RankCounts against(ReferenceSample reference) {
      return counts;
    }
  }

  /** Values that still have to be counted. */
  record Raw(BottomSample values) implements FeatureSample {
    @Override
    public void add(double value, Prediction prediction) {
      values.add(prediction.id().high(), value);
    }

    @Override
    public void writeTo(ByteWriter out) {
      out.writeByte(1);
      values.writeTo(out);
    }

    @Override
    public RankCounts against(ReferenceSample reference) {
      RankCounts counts = new RankCounts(reference);
      for (double value : values.values()) {
        counts.add(reference, value);
      }
      return counts;
    }
  }

  /**
   * Reads a sample of {@code feature}.
   *
   * @param profile the profile in force
   * @return null when it was counted against another profile, or one not known here yet
   */
  static @Nullable FeatureSample readFrom(
      ByteReader in, String feature, @Nullable ReferenceProfile profile) {
    if (in.readByte() == 1) {
      return new Raw(BottomSample.readFrom(in));
    }
    RankCounts counts = RankCounts.readFrom(in);
    ReferenceSample reference = profile == null ? null : profile.features().get(feature);
    return reference == null || !reference.id().equals(counts.referenceId())
        ? null
        : new Counted(reference, counts);
  }
}
