package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/**
 * A sample counted against a {@link CategorySample}.
 *
 * <p>Definition: how often each name of the reference was seen, and how often any other. Counts of
 * different references do not merge.
 *
 * <p>Cost: a hash look-up for a value. Memory: that of {@link CellCounts}, 1.1 kB at the most until
 * a single name is counted more than 2³¹ times. One thread at a time.
 */
public final class CategoryCounts implements Accumulator<CategoryCounts> {

  /** The hash of the reference. */
  private final long reference;

  /** A cell a name in the order of the reference, and a last one for all others. */
  private final CellCounts cells;

  /** No values yet, to be counted against {@code reference}. */
  public CategoryCounts(CategorySample reference) {
    this(reference.hash(), new CellCounts(reference.names() + 1));
  }

  private CategoryCounts(long reference, CellCounts cells) {
    this.reference = reference;
    this.cells = cells;
  }

  /**
   * Counts a value.
   *
   * @param ruler the reference that these counts are of; another is an {@link
   *     IllegalArgumentException}
   */
  public void add(CategorySample ruler, String name) {
    requireSameReference(ruler.hash());
    cells.add(ruler.cellOf(name));
  }

  /** Counts what was counted by name before. */
  public void add(CategorySample ruler, NameCounts names) {
    requireSameReference(ruler.hash());
    names.counts().forEach((name, count) -> cells.add(ruler.cellOf(name), count));
    cells.add(ruler.names(), names.rest());
  }

  @Override
  public void merge(CategoryCounts other) {
    requireSameReference(other.reference);
    cells.merge(other.cells);
  }

  @Override
  public void retract(CategoryCounts other) {
    requireSameReference(other.reference);
    cells.retract(other.cells);
  }

  @Override
  public boolean isEmpty() {
    return cells.total() == 0;
  }

  /** The number of values. */
  public long count() {
    return cells.total();
  }

  /** How often names were seen that the reference does not tell apart. */
  public long other() {
    return cells.toDense().get(cells.cells() - 1);
  }

  /** Independent counts of the same values. */
  public CategoryCounts copy() {
    return new CategoryCounts(reference, cells.copy());
  }

  /** Writes two or three bytes a name seen; who reads them must know the reference. */
  public void writeTo(ByteWriter out) {
    cells.writeTo(out);
  }

  /** Reads what {@link #writeTo} wrote of counts against {@code reference}. */
  public static CategoryCounts readFrom(ByteReader in, CategorySample reference) {
    return new CategoryCounts(reference.hash(), CellCounts.readFrom(in, reference.names() + 1));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CategoryCounts other
        && reference == other.reference
        && cells.equals(other.cells);
  }

  @Override
  public int hashCode() {
    return cells.hashCode();
  }

  /** The count of each cell, to be read only. */
  DenseCounts toDense() {
    return cells.toDense();
  }

  /** Refuses a reference that these counts are not of. */
  void requireSameReference(long other) {
    CellCounts.requireSameReference(reference, other);
  }
}
