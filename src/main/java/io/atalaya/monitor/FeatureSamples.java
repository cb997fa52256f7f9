package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import io.atalaya.event.Assessment;
import io.atalaya.event.Features;
import io.atalaya.event.Prediction;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The features of one pane, and how many predictions could have had them. A pane is counted against
 * the profile that was in force at its start when it was opened, or keeps its values when there was
 * none.
 *
 * <p>Where no profile says which features there are, those that come first by name are kept: the
 * same ones whatever the order of the events. One writer.
 */
final class FeatureSamples {

  /** Takes what is stated of a pane: of a feature, or of its predictions, under the empty name. */
  interface Sink {
    void accept(String feature, Consumer<ByteWriter> body);
  }

  /** The profile that the values are counted against; null where they are not counted. */
  private final @Nullable ReferenceProfile profile;

  /** The id of the pane's profile, be it still in force or not; empty without one. */
  private final String profileId;

  private final int rawLimit;
  private final FirstFeatures<FeatureSample> samples = new FirstFeatures<>();
  private PredictionCounts predictions = new PredictionCounts();

  /** The inputs of the last prediction; the next one's nearly always have the same names. */
  private Features inputs = Features.NONE;

  /** By place, the samples of their values, and whether they were looked up yet. */
  private @Nullable FeatureSample[] placed = new FeatureSample[WatchedValues.places(inputs)];

  private boolean[] looked = new boolean[placed.length];

  /**
   * @param profile the profile in force; null when there is none
   * @param rawLimit the most values of a feature kept while there is none
   */
  FeatureSamples(@Nullable ReferenceProfile profile, int rawLimit) {
    this(profile, profile == null ? "" : profile.id(), rawLimit);
  }

  private FeatureSamples(@Nullable ReferenceProfile profile, String profileId, int rawLimit) {
    this.profile = profile;
    this.profileId = profileId;
    this.rawLimit = rawLimit;
  }

  /** Adds the values of a prediction. */
  void add(Prediction prediction) {
    predictions.add(prediction);
    count(prediction);
  }

  /** Adds the values of a text that is scored. */
  void add(Assessment assessment) {
    predictions.addScored();
    count(assessment.watched());
  }

  private void count(Prediction prediction) {
    if (!prediction.features().sharesNames(inputs)) {
      inputs = prediction.features();
      placed = new FeatureSample[WatchedValues.places(inputs)];
      looked = new boolean[placed.length];
    }
    WatchedValues.forEach(
        prediction,
        (place, feature, number, name) -> {
          FeatureSample sample = looked[place] ? placed[place] : look(place, feature);
          if (sample != null) {
            sample.add(number, name, prediction);
          }
        });
  }

  private @Nullable FeatureSample look(int place, String feature) {
    FeatureSample sample = profile == null ? raw(feature) : counted(feature, profile);
    placed[place] = sample;
    looked[place] = true;
    return sample;
  }

  private @Nullable FeatureSample counted(String feature, ReferenceProfile profile) {
    FeatureReference reference = profile.features().get(feature);
    return reference == null
        ? null
        : samples.of(
            feature, () -> new FeatureSample.Counted(ValueCounts.against(reference.values())));
  }

  private @Nullable FeatureSample raw(String feature) {
    if (!profileId.isEmpty()) {
      return null;
    }
    FeatureSample known = samples.get(feature);
    if (known == null) {
      known = samples.of(feature, () -> new FeatureSample.Raw(new RawValues(rawLimit)));
      // Another may have gone for it.
      Arrays.fill(looked, false);
    }
    return known;
  }

  /** Hands over what is to be stated. */
  void forEach(Sink sink) {
    sink.accept("", out -> predictions.writeTo(out.writeString(profileId)));
    samples.forEach(
        (feature, sample) ->
            sink.accept(feature, out -> sample.writeTo(out.writeString(profileId))));
  }

  /** Writes the pane. */
  void writeTo(ByteWriter out) {
    out.writeString(profileId);
    predictions.writeTo(out);
    out.writeUnsigned(samples.size());
    samples.forEach(
        (feature, sample) -> {
          out.writeString(feature);
          ByteWriter body = new ByteWriter();
          sample.writeTo(body);
          out.writeBytes(body.toByteArray());
        });
  }

  /**
   * Reads what {@link #writeTo} wrote. Where the profile is not the one in force any more, no value
   * is kept, and none counted: a pane is of one profile.
   *
   * @param current the profile in force at the pane's start; null when there is none
   */
  static FeatureSamples readFrom(ByteReader in, @Nullable ReferenceProfile current, int rawLimit) {
    String id = in.readString();
    ReferenceProfile known = current != null && current.id().equals(id) ? current : null;
    FeatureSamples read = new FeatureSamples(known, id, rawLimit);
    read.predictions = PredictionCounts.readFrom(in);
    for (int i = in.readCount(); i > 0; i--) {
      String feature = in.readString();
      ByteReader body = new ByteReader(in.readBytes());
      if (known != null || id.isEmpty()) {
        read.samples.put(feature, FeatureSample.readFrom(body, feature, known));
      }
    }
    return read;
  }
}
