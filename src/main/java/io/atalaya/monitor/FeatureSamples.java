package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Features;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.BottomSample;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The features of one pane. A pane is counted against the profile that was in force at its start
 * when it was opened, or keeps its values when there was none.
 *
 * <p>One writer.
 */
final class FeatureSamples {

  private final @Nullable ReferenceProfile profile;
  private final int rawLimit;
  private final int maxFeatures;
  private final Map<String, FeatureSample> samples = new HashMap<>();

  /** The inputs of the last prediction; the next one's nearly always have the same names. */
  private Features inputs = Features.NONE;

  /** By place, the samples of their values, and whether they were looked up yet. */
  private @Nullable FeatureSample[] placed = new FeatureSample[WatchedValues.places(inputs)];

  private boolean[] looked = new boolean[placed.length];

  /**
   * @param profile the profile in force; null when there is none
   * @param rawLimit the most values of a feature kept while there is none
   * @param maxFeatures the most features kept
   */
  FeatureSamples(@Nullable ReferenceProfile profile, int rawLimit, int maxFeatures) {
    this.profile = profile;
    this.rawLimit = rawLimit;
    this.maxFeatures = maxFeatures;
  }

  /** Whether the pane is compared with nothing known yet. */
  boolean isRaw() {
    return profile == null;
  }

  /** Adds the values of a prediction. */
  void add(Prediction prediction) {
    if (!prediction.features().sharesNames(inputs)) {
      inputs = prediction.features();
      placed = new FeatureSample[WatchedValues.places(inputs)];
      looked = new boolean[placed.length];
    }
    WatchedValues.forEach(
        prediction,
        (place, feature, value) -> {
          FeatureSample sample = looked[place] ? placed[place] : look(place, feature);
          if (sample != null) {
            sample.add(value, prediction);
          }
        });
  }

  private @Nullable FeatureSample look(int place, String feature) {
    FeatureSample sample = samples.get(feature);
    if (sample == null) {
      sample = open(feature);
      if (sample != null) {
        samples.put(feature, sample);
      }
    }
    placed[place] = sample;
    looked[place] = true;
    return sample;
  }

  /** Writes the profile's id and the samples. */
  void writeTo(ByteWriter out) {
    out.writeString(profile == null ? "" : profile.id()).writeUnsigned(samples.size());
    samples.forEach(
        (feature, sample) -> {
          out.writeString(feature);
          ByteWriter body = new ByteWriter();
          sample.writeTo(body);
          out.writeBytes(body.toByteArray());
        });
  }

  /**
   * Reads what {@link #writeTo} wrote. Where the profile is not the one in force any more, nothing
   * is kept, and nothing more is counted: a pane is of one profile.
   *
   * @param current the profile in force at the pane's start; null when there is none
   */
  static FeatureSamples readFrom(
      ByteReader in, @Nullable ReferenceProfile current, int rawLimit, int maxFeatures) {
    String id = in.readString();
    boolean raw = id.isEmpty();
    boolean kept = raw || (current != null && current.id().equals(id));
    FeatureSamples read =
        new FeatureSamples(raw ? null : current, rawLimit, kept ? maxFeatures : 0);
    for (int i = in.readCount(); i > 0; i--) {
      String feature = in.readString();
      ByteReader body = new ByteReader(in.readBytes());
      FeatureSample sample = kept ? FeatureSample.readFrom(body, feature, current) : null;
      if (sample != null) {
        read.samples.put(feature, sample);
      }
    }
    return read;
  }

  void forEach(BiConsumer<String, FeatureSample> action) {
    samples.forEach(action);
  }

  private @Nullable FeatureSample open(String feature) {
    if (samples.size() >= maxFeatures) {
      return null;
    }
    if (profile == null) {
      return new FeatureSample.Raw(new BottomSample(rawLimit));
    }
    ReferenceSample reference = profile.features().get(feature);
    return reference == null
        ? null
        : new FeatureSample.Counted(reference, new RankCounts(reference));
  }
}
