package io.atalaya.drift;

import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.ReferenceSample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one feature that a reference is made of, a row after the other in the order of
 * their time. The arrays given are kept, not copied, and must not change.
 */
public sealed interface ReferenceColumn {

  /** The number of rows. */
  int rows();

  /** Whether a row has no value. */
  boolean isMissing(int row);

  /** Counts the value of a row that has one. */
  void count(int row, ValueCounts counts);

  /** The distribution of the values; empty when none can be made of them. */
  Optional<Distribution> distribution();

  /** The reference that they make; empty without a distribution. */
  default Optional<FeatureReference> reference() {
    long missing = 0;
    for (int row = 0; row < rows(); row++) {
      missing += isMissing(row) ? 1 : 0;
    }
    long none = missing;
    return distribution().map(values -> new FeatureReference(values, rows(), none, 0));
  }

  /** Numbers; without one they have no distribution. */
  final class Numbers implements ReferenceColumn {
    private final double[] cells;
    private final int mostKnots;

    /**
     * @param cells finite values; NaN where the feature is missing
     */
    public Numbers(double[] cells) {
      this(cells, ReferenceSample.MAX_KNOTS);
    }

    /**
     * The same with a distribution of fewer knots.
     *
     * @param mostKnots the most that it has
     */
    public Numbers(double[] cells, int mostKnots) {
      this.cells = cells;
      this.mostKnots = mostKnots;
    }

    @Override
    public int rows() {
      return cells.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(cells[row]);
    }

    @Override
    public void count(int row, ValueCounts counts) {
      counts.add(cells[row], null);
    }

    @Override
    public Optional<Distribution> distribution() {
      double[] values = Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).toArray();
      return values.length == 0
          ? Optional.empty()
          : Optional.of(ReferenceSample.of(values, mostKnots));
    }
  }

  /**
   * Names; without one they have no distribution, nor where more than half of them are not told
   * apart: so many say nothing about each.
   */
  final class Names implements ReferenceColumn {
    private final @Nullable String[] cells;

    /**
     * @param cells the values; null where the feature is missing
     */
    public Names(@Nullable String[] cells) {
      this.cells = cells;
    }

    @Override
    public int rows() {
      return cells.length;
    }

    @Override
    public boolean isMissing(int row) {
      return cells[row] == null;
    }

    @Override
    public void count(int row, ValueCounts counts) {
      counts.add(Double.NaN, cells[row]);
    }

    @Override
    public Optional<Distribution> distribution() {
      Map<String, Long> counts = new HashMap<>();
      for (String name : cells) {
        if (name != null) {
          counts.merge(name, 1L, Long::sum);
        }
      }
      if (counts.isEmpty()) {
        return Optional.empty();
      }
      CategorySample sample = CategorySample.of(counts, 0);
      return sample.tellsHalfApart() ? Optional.of(sample) : Optional.empty();
    }
  }
}
