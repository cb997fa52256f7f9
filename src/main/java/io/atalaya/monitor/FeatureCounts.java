package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.Distribution;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of all features of a profile, each feature counted against its reference, and how many
 * predictions could have had them.
 *
 * <p>Memory: a reference a feature, and the counts of those that have values. Merging and
 * retracting cost what they cost for those. One writer.
 */
final class FeatureCounts implements Accumulator<FeatureCounts> {

  /** The features of a profile in the order of their names: what all counts of it share. */
  record Layout(List<String> names, List<Distribution> references) {

    static Layout of(ReferenceProfile profile) {
      return new Layout(
          List.copyOf(profile.features().keySet()),
          profile.features().values().stream().map(reference -> reference.values()).toList());
    }

    /** The place of a feature; negative when the profile has none of that name. */
    int indexOf(String name) {
      return Collections.binarySearch(names, name);
    }

    FeatureCounts empty() {
      return new FeatureCounts(this);
    }

    /** Reads what {@link FeatureCounts#writeTo} wrote. */
    FeatureCounts read(ByteReader in) {
      FeatureCounts read = empty();
      read.predictions = PredictionCounts.readFrom(in);
      for (int left = in.readCount(); left > 0; left--) {
        int feature = Math.toIntExact(in.readUnsigned());
        read.counts[feature] = ValueCounts.readFrom(in, references.get(feature));
      }
      return read;
    }

    /** The counts of one feature, kept and not copied. */
    FeatureCounts of(int feature, ValueCounts counts) {
      FeatureCounts one = empty();
      one.counts[feature] = counts.isEmpty() ? null : counts;
      return one;
    }

    /** Predictions without a value; kept and not copied. */
    FeatureCounts of(PredictionCounts predictions) {
      FeatureCounts none = empty();
      none.predictions = predictions;
      return none;
    }
  }

  private final Layout layout;

  /** By the feature's place; null where nothing is counted. */
  private final @Nullable ValueCounts[] counts;

  private PredictionCounts predictions = new PredictionCounts();

  private FeatureCounts(Layout layout) {
    this.layout = layout;
    counts = new @Nullable ValueCounts[layout.names.size()];
  }

  /** The counts of one feature; not to be changed by the caller. */
  ValueCounts of(int feature) {
    ValueCounts known = counts[feature];
    return known == null ? ValueCounts.against(layout.references.get(feature)) : known;
  }

  /** How many predictions could have had a feature. */
  long predictions(int feature) {
    return predictions.of(layout.names.get(feature));
  }

  @Override
  public void merge(FeatureCounts other) {
    for (int feature = 0; feature < counts.length; feature++) {
      ValueCounts more = other.counts[feature];
      ValueCounts known = counts[feature];
      if (more != null && known != null) {
        known.merge(more);
      } else if (more != null) {
        counts[feature] = more.copy();
      }
    }
    predictions.merge(other.predictions);
  }

  @Override
  public void retract(FeatureCounts other) {
    for (int feature = 0; feature < counts.length; feature++) {
      ValueCounts less = other.counts[feature];
      if (less != null) {
        ValueCounts known = of(feature);
        known.retract(less);
        counts[feature] = known.isEmpty() ? null : known;
      }
    }
    predictions.retract(other.predictions);
  }

  @Override
  public boolean isEmpty() {
    return occupied() == 0 && predictions.isEmpty();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof FeatureCounts other
        && layout.equals(other.layout)
        && predictions.equals(other.predictions)
        && Arrays.equals(counts, other.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts) + 31 * predictions.hashCode();
  }

  /** Writes two counts, a byte or two a feature with values, and its counts. */
  void writeTo(ByteWriter out) {
    predictions.writeTo(out);
    out.writeUnsigned(occupied());
    for (int feature = 0; feature < counts.length; feature++) {
      ValueCounts known = counts[feature];
      if (known != null) {
        out.writeUnsigned(feature);
        known.writeTo(out);
      }
    }
  }

  private int occupied() {
    int occupied = 0;
    for (ValueCounts known : counts) {
      occupied += known == null ? 0 : 1;
    }
    return occupied;
  }
}
