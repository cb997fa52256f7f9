package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * The values of one feature in one pane: counted against the reference, or, while none is known, as
 * they are, at most as many as a learned reference has.
 */
sealed interface FeatureSample {

  /** Adds a value of a prediction: a number, or else a name. */
  void add(double number, @Nullable String name, Prediction prediction);

  void writeTo(ByteWriter out);

  /** The counts against {@code reference}, as a new accumulator or the one held. */
  ValueCounts against(Distribution reference);

  /** Values counted against a reference. */
  record Counted(ValueCounts counts) implements FeatureSample {
    @Override
    public void add(double number, @Nullable String name, Prediction prediction) {
      counts.add(number, name);
    }

    @Override
    public void writeTo(ByteWriter out) {
      counts.writeTo(out);
    }

    @Override
    public ValueCounts against(Distribution reference) {
      return counts;
    }
  }

  /** Values that still have to be counted. */
  record Raw(RawValues values) implements FeatureSample {
    @Override
    public void add(double number, @Nullable String name, Prediction prediction) {
      values.add(prediction.id().high(), number, name);
    }

    @Override
    public void writeTo(ByteWriter out) {
      values.writeTo(out);
    }

    @Override
    public ValueCounts against(Distribution reference) {
      return values.against(reference);
    }
  }

  /**
   * Reads a sample of {@code feature}.
   *
   * @param profile the profile that it was counted against; null for none
   */
  static FeatureSample readFrom(ByteReader in, String feature, @Nullable ReferenceProfile profile) {
    return profile == null
        ? new Raw(RawValues.readFrom(in))
        : new Counted(ValueCounts.readFrom(in, profile.reference(feature).values()));
  }
}
