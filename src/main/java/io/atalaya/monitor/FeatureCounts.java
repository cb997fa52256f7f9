package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of all features of a profile, each feature counted against its reference.
 *
 * <p>Memory: a reference a feature, and the counts of those that have values. Merging and
 * retracting cost what they cost for those. One writer.
 */
final class FeatureCounts implements Accumulator<FeatureCounts> {

  /** The features of a profile in the order of their names: what all counts of it share. */
  record Layout(List<String> names, List<ReferenceSample> references) {

    static Layout of(ReferenceProfile profile) {
      return new Layout(
          List.copyOf(profile.features().keySet()), List.copyOf(profile.features().values()));
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
      for (int left = in.readCount(); left > 0; left--) {
        int feature = Math.toIntExact(in.readUnsigned());
        read.counts[feature] = RankCounts.readFrom(in, references.get(feature));
      }
      return read;
    }

    /** The counts of one feature, kept and not copied. */
    FeatureCounts of(int feature, RankCounts counts) {
      FeatureCounts one = empty();
      one.counts[feature] = counts.isEmpty() ? null : counts;
      return one;
    }
  }

  private final Layout layout;

  /** By the feature's place; null where nothing is counted. */
  private final @Nullable RankCounts[] counts;

  private FeatureCounts(Layout layout) {
    this.layout = layout;
    counts = new @Nullable RankCounts[layout.names.size()];
  }

  /** The counts of one feature; not to be changed by the caller. */
  RankCounts of(int feature) {
    RankCounts known = counts[feature];
    return known == null ? new RankCounts(layout.references.get(feature)) : known;
  }

  @Override
  public void merge(FeatureCounts other) {
    for (int feature = 0; feature < counts.length; feature++) {
      RankCounts more = other.counts[feature];
      RankCounts known = counts[feature];
      if (more != null && known != null) {
        known.merge(more);
      } else if (more != null) {
        counts[feature] = more.copy();
      }
    }
  }

  @Override
  public void retract(FeatureCounts other) {
    for (int feature = 0; feature < counts.length; feature++) {
      RankCounts less = other.counts[feature];
      if (less != null) {
        RankCounts known = of(feature);
        known.retract(less);
        counts[feature] = known.isEmpty() ? null : known;
      }
    }
  }

  @Override
  public boolean isEmpty() {
    return occupied() == 0;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof FeatureCounts other
        && layout.equals(other.layout)
        && Arrays.equals(counts, other.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** Writes a byte or two a feature with values, and its counts. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(occupied());
    for (int feature = 0; feature < counts.length; feature++) {
      RankCounts known = counts[feature];
      if (known != null) {
        out.writeUnsigned(feature);
        known.writeCountsTo(out);
      }
    }
  }

  private int occupied() {
    int occupied = 0;
    for (RankCounts known : counts) {
      occupied += known == null ? 0 : 1;
    }
    return occupied;
  }
}
