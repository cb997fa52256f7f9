package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How many values are in each cell of a reference.
 *
 * <p>Cost: constant for a value once an eighth of the cells are occupied, a binary search before.
 * Memory: twelve to eighteen bytes an occupied cell until then (a quiet pane), then four bytes a
 * cell, and eight once a single cell holds more than 2³¹ values. One thread at a time.
 */
final class CellCounts {

  private final int cells;
  private long total;

  /** The counts, sparse until {@code dense} is there instead. */
  private SparseCounts sparse;

  private @Nullable DenseCounts dense;

  /** Nothing counted of so many cells. */
  CellCounts(int cells) {
    this(cells, new SparseCounts(), null);
  }

  private CellCounts(int cells, SparseCounts sparse, @Nullable DenseCounts dense) {
    this.cells = cells;
    this.sparse = sparse;
    this.dense = dense;
    this.total = sparse.total();
  }

  /** Refuses the hash of a reference that counts are not of. */
  static void requireSameReference(long counted, long other) {
    if (other != counted) {
      HexFormat hex = HexFormat.of();
      throw new IllegalArgumentException(
          "counts of reference %s have nothing to do with %s"
              .formatted(hex.toHexDigits(counted), hex.toHexDigits(other)));
    }
  }

  /** The number of cells. */
  int cells() {
    return cells;
  }

  /** The number of values. */
  long total() {
    return total;
  }

  /** Counts a value. */
  void add(int cell) {
    if (dense != null) {
      dense.add(cell, 1);
    } else {
      sparse.increment(cell);
      densifyWhenFuller();
    }
    total++;
  }

  /** Counts so many values, 0 or more. */
  void add(int cell, long times) {
    if (times > 0) {
      if (dense == null) {
        densify();
      }
      toDense().add(cell, times);
      total += times;
    }
  }

  void merge(CellCounts other) {
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
    total += other.total;
  }

  /** Takes counts back; when one of them is not there, nothing changes. */
  void retract(CellCounts other) {
    long taken = other.total;
    if (dense == null) {
      sparse.retract(other.toSparse());
    } else {
      dense.retract(other.toSparse());
    }
    total -= taken;
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

  CellCounts copy() {
    CellCounts copy = new CellCounts(cells, sparse.copy(), dense == null ? null : dense.copy());
    copy.total = total;
    return copy;
  }

  /** Writes two or three bytes an occupied cell, the same whether sparse or dense. */
  void writeTo(ByteWriter out) {
    if (dense == null) {
      sparse.writeTo(out);
    } else {
      dense.writeTo(out);
    }
  }

  /** Reads what {@link #writeTo} wrote of so many cells. */
  static CellCounts readFrom(ByteReader in, int cells) {
    CellCounts read = new CellCounts(cells, SparseCounts.readFrom(in, cells), null);
    read.densifyWhenFuller();
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CellCounts other
        && cells == other.cells
        && total == other.total
        && toDense().equals(other.toDense());
  }

  @Override
  public int hashCode() {
    return toDense().hashCode();
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
