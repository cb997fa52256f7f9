package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/**
 * A sample counted against a {@link ReferenceSample}: all that the distance between their
 * distributions takes, whatever the number of values.
 *
 * <p>Definition: each value is counted <em>at</em> a knot of the reference or in the <em>gap</em>
 * between two, below the first or above the last (2k + 1 cells); of the values in the two outermost
 * gaps, which nothing bounds, the exact sums are kept too. Counts of different references do not
 * merge.
 *
 * <p>Cost: one search for a value. Memory: that of {@link CellCounts}, 8.4 kB at the most, all
 * objects included, and twice that once a single cell holds more than 2³¹ values. Merging a pane
 * into a window costs a step an occupied cell. One thread at a time.
 */
public final class RankCounts implements Accumulator<RankCounts> {

  /** The hash of the reference. */
  private final long reference;

  private final CellCounts cells;
  private final ExactSum below;
  private final ExactSum above;

  /** No values yet, to be counted against {@code reference}. */
  public RankCounts(ReferenceSample reference) {
    this(reference.hash(), new CellCounts(reference.cells()), new ExactSum(), new ExactSum());
  }

  private RankCounts(long reference, CellCounts cells, ExactSum below, ExactSum above) {
    this.reference = reference;
    this.cells = cells;
    this.below = below;
    this.above = above;
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
    cells.add(cell);
    if (cell == 0) {
      below.add(value);
    } else if (cell == cells.cells() - 1) {
      above.add(value);
    }
  }

  @Override
  public void merge(RankCounts other) {
    requireSameReference(other.reference);
    cells.merge(other.cells);
    below.merge(other.below);
    above.merge(other.above);
  }

  @Override
  public void retract(RankCounts other) {
    requireSameReference(other.reference);
    cells.retract(other.cells);
    below.retract(other.below);
    above.retract(other.above);
  }

  @Override
  public boolean isEmpty() {
    return cells.total() == 0;
  }

  /** The number of values. */
  public long count() {
    return cells.total();
  }

  /** The number of values below the reference's smallest, or above its greatest. */
  public long outside() {
    DenseCounts counts = cells.toDense();
    return counts.get(0) + counts.get(cells.cells() - 1);
  }

  /** Independent counts of the same values. */
  public RankCounts copy() {
    return new RankCounts(reference, cells.copy(), below.copy(), above.copy());
  }

  /** Writes two or three bytes an occupied cell; who reads them must know the reference. */
  public void writeTo(ByteWriter out) {
    cells.writeTo(out);
    below.writeTo(out);
    above.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote of counts against {@code reference}. */
  public static RankCounts readFrom(ByteReader in, ReferenceSample reference) {
    return new RankCounts(
        reference.hash(),
        CellCounts.readFrom(in, reference.cells()),
        ExactSum.readFrom(in),
        ExactSum.readFrom(in));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof RankCounts other
        && reference == other.reference
        && cells.equals(other.cells)
        && below.equals(other.below)
        && above.equals(other.above);
  }

  @Override
  public int hashCode() {
    return cells.hashCode() + 31 * below.hashCode() + 37 * above.hashCode();
  }

  /** The count of each cell, to be read only. */
  DenseCounts toDense() {
    return cells.toDense();
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
    CellCounts.requireSameReference(reference, other);
  }

  private int cellOf(ReferenceSample ruler, double value) {
    requireSameReference(ruler.hash());
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only finite values have a rank, not " + value);
    }
    return ruler.cellOf(value);
  }
}
