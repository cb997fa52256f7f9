package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A sample counted against a {@link ReferenceSample}: all that the distance between their
 * distributions takes, whatever the number of values.
 *
 * <p>Definition: each value is counted <em>at</em> a knot of the reference or in the <em>gap</em>
 * between two, below the first or above the last (2k + 1 cells); of the values in the two outermost
 * gaps, which nothing bounds, the exact sums are kept too. Counts of different references do not
 * merge.
 *
 * <p>Cost: one search for a value. Memory: twelve to eighteen bytes an occupied cell until an
 * eighth of the cells are occupied (a quiet pane), then four bytes a cell: 8.4 kB at the most, all
 * objects included, and twice that once a single cell holds more than 2³¹ values. Merging a pane
 * into a window costs a step an occupied cell. One thread at a time.
 */
public final class RankCounts implements Accumulator<RankCounts> {

  /** The hash and the number of cells of the reference. */
  private final long reference;

  private final int cells;
  private final ExactSum below;
  private final ExactSum above;
  private long count;

  /** The counts, sparse until {@code dense} is there instead. */
  private SparseCounts sparse;

  private @Nullable DenseCounts dense;

  /** No values yet, to be counted against {@code reference}. */
  public RankCounts(ReferenceSample reference) {
    this(
        reference.hash(),
        reference.cells(),
        new SparseCounts(),
        null,
        new ExactSum(),
        new ExactSum());
  }

  private RankCounts(
      long reference,
      int cells,
      SparseCounts sparse,
      @Nullable DenseCounts dense,
      ExactSum below,
      ExactSum above) {
    this.reference = reference;
    this.cells = cells;
    this.sparse = sparse;
    this.dense = dense;
    this.below = below;
    this.above = above;
    this.count = sparse.total();
  }

  /**
   * Counts a value.
   *
   * @param ruler the reference that these counts are of; another is an {@link
   *     IllegalArgumentException}
   * @param value finite, else an {@link IllegalArgumentException}
   */
  public void add(ReferenceSample ruler, double value) {
    int cell = cellOf(ruler, value);
    if (dense != null) {
      dense.add(cell, 1);
    } else {
      sparse.increment(cell);
      densifyWhenFuller();
    }
    if (cell == 0) {
      below.add(value);
    } else if (cell == cells - 1) {
      above.add(value);
    }
    count++;
  }

  @Override
  public void merge(RankCounts other) {
    requireSameReference(other.reference);
    if (other.dense != null) {
      densify();
    }
    if (dense == null) {
      sparse.merge(other.sparse);
      densifyWhenFuller();
    } else if (other.dense == null) {
      dense.merge(other.sparse);
    } else {
      dense.merge(other.dense);
    }
    below.merge(other.below);
    above.merge(other.above);
    count += other.count;
  }

  @Override
  public void retract(RankCounts other) {
    requireSameReference(other.reference);
    long taken = other.count;
    if (dense == null) {
      sparse.retract(other.toSparse());
    } else {
      dense.retract(other.toSparse());
    }
    below.retract(other.below);
    above.retract(other.above);
    count -= taken;
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  /** The number of values. */
  public long count() {
    return count;
  }

  /** The {@link ReferenceSample#id()} of the reference. */
  public String referenceId() {
    return HexFormat.of().toHexDigits(reference);
  }

  /** Independent counts of the same values. */
  public RankCounts copy() {
    RankCounts copy =
        new RankCounts(
            reference,
            cells,
            sparse.copy(),
            dense == null ? null : dense.copy(),
            below.copy(),
            above.copy());
    copy.count = count;
    return copy;
  }

  /** Writes two or three bytes an occupied cell, after ten that name the reference. */
  public void writeTo(ByteWriter out) {
    out.writeLong(reference).writeUnsigned(cells);
    writeCountsTo(out);
  }

  /** Writes the counts alone, for a reader who knows the reference. */
  public void writeCountsTo(ByteWriter out) {
    if (dense == null) {
      sparse.writeTo(out);
    } else {
      dense.writeTo(out);
    }
    below.writeTo(out);
    above.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote; the reference itself is not needed. */
  public static RankCounts readFrom(ByteReader in) {
    long reference = in.readLong();
    long cells = in.readUnsigned();
    if (cells < 3 || cells > 2 * ReferenceSample.MAX_KNOTS + 1 || cells % 2 == 0) {
      throw new IllegalArgumentException("no reference has " + cells + " cells");
    }
    return readCounts(in, reference, (int) cells);
  }

  /** Reads what {@link #writeCountsTo} wrote of counts against {@code reference}. */
  public static RankCounts readFrom(ByteReader in, ReferenceSample reference) {
    return readCounts(in, reference.hash(), reference.cells());
  }

  private static RankCounts readCounts(ByteReader in, long reference, int cells) {
    SparseCounts sparse = SparseCounts.readFrom(in, cells);
    ExactSum below = ExactSum.readFrom(in);
    ExactSum above = ExactSum.readFrom(in);
    RankCounts read = new RankCounts(reference, cells, sparse, null, below, above);
    read.densifyWhenFuller();
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof RankCounts other
        && reference == other.reference
        && count == other.count
        && toDense().equals(other.toDense())
        && below.equals(other.below)
        && above.equals(other.above);
  }

  @Override
  public int hashCode() {
    return toDense().hashCode() + 31 * below.hashCode() + 37 * above.hashCode();
  }

  /** The count of each cell, to be read only. */
  DenseCounts toDense() {
    if (dense != null) {
      return dense;
    }
    DenseCounts counts = new DenseCounts(cells);
    counts.merge(sparse);
    return counts;
  }

  /** The sum of the values below the first knot. */
  ExactSum sumBelow() {
    return below;
  }

  /** The sum of the values above the last knot. */
  ExactSum sumAbove() {
    return above;
  }

  /** Refuses a reference that these counts are not of. */
  void requireSameReference(long other) {
    if (other != reference) {
      HexFormat hex = HexFormat.of();
      throw new IllegalArgumentException(
          "counts of reference "
              + hex.toHexDigits(reference)
              + " have nothing to do with "
              + hex.toHexDigits(other));
    }
  }

  private int cellOf(ReferenceSample ruler, double value) {
    requireSameReference(ruler.hash());
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only finite values have a rank, not " + value);
    }
    return ruler.cellOf(value);
  }

  private SparseCounts toSparse() {
    return dense == null ? sparse : SparseCounts.of(dense);
  }

  private void densifyWhenFuller() {
    // Twice the memory at first, for counting without a search where much is counted.
    if (8 * sparse.size() > cells) {
      densify();
    }
  }

  private void densify() {
    dense = toDense();
    sparse = new SparseCounts();
  }
}
