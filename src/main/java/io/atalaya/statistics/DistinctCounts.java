package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;

/**
 * About how many distinct things were added, whatever the number of times: a HyperLogLog that can
 * take back what was added.
 *
 * <p>Definition: the first {@value #REGISTER_BITS} bits of a hash choose one of 2¹⁴ registers, the
 * position of the first 1 in the others is its rank. HyperLogLog keeps the greatest rank of each
 * register; this counts every rank of every register, so that the greatest one is known again when
 * it is taken back. The estimate is the improved raw estimator: a relative standard error of 0.81 %
 * for many, 0.55 % for few, 0 for none.
 *
 * <p>Cost: a search and a shift for an add; a pass over the counts for an estimate. Memory: twelve
 * to eighteen bytes a rank that occurs in a register, for n distinct things about min(n, 2¹⁴ ·
 * (log₂(n/2¹⁴) + 1.3)): 120,000 of a million. One thread at a time.
 *
 * <p>Source: P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, "HyperLogLog", AofA 2007; O. Ertl, "New
 * cardinality estimation algorithms for HyperLogLog sketches", <a
 * href="https://arxiv.org/abs/1702.01284">arXiv 1702.01284</a>, algorithm 6.
 */
public final class DistinctCounts implements Accumulator<DistinctCounts> {

  private static final int REGISTER_BITS = 14;
  private static final int REGISTERS = 1 << REGISTER_BITS;

  /** The greatest rank: that of a hash with no 1 behind the bits of the register. */
  private static final int MOST = Long.SIZE - REGISTER_BITS + 1;

  private static final int RANK_BITS = 6;
  private static final int RANK_MASK = (1 << RANK_BITS) - 1;

  private final SparseCounts counts;

  public DistinctCounts() {
    this(new SparseCounts());
  }

  private DistinctCounts(SparseCounts counts) {
    this.counts = counts;
  }

  /**
   * Adds a thing, once more if it was added before.
   *
   * @param hash of the thing, 64 bits that all depend on all of it
   */
  public void add(long hash) {
    int register = (int) (hash >>> (Long.SIZE - REGISTER_BITS));
    int rank = Math.min(Long.numberOfLeadingZeros(hash << REGISTER_BITS) + 1, MOST);
    counts.increment(register << RANK_BITS | rank);
  }

  @Override
  public void merge(DistinctCounts other) {
    counts.merge(other.counts);
  }

  @Override
  public void retract(DistinctCounts other) {
    counts.retract(other.counts);
  }

  @Override
  public boolean isEmpty() {
    return counts.size() == 0;
  }

  /** The estimated number of distinct things; 0 when there are none. */
  public double estimate() {
    int[] registersByRank = new int[MOST + 1];
    int empty = REGISTERS;
    for (int i = 0; i < counts.size(); i++) {
      int register = counts.key(i) >> RANK_BITS;
      boolean greatest = i + 1 == counts.size() || counts.key(i + 1) >> RANK_BITS != register;
      if (greatest) {
        registersByRank[counts.key(i) & RANK_MASK]++;
        empty--;
      }
    }
    double m = REGISTERS;
    double z = m * tau(1 - registersByRank[MOST] / m);
    for (int rank = MOST - 1; rank > 0; rank--) {
      z = 0.5 * (z + registersByRank[rank]);
    }
    z += m * sigma(empty / m);
    return m * m / (2 * Math.log(2) * z);
  }

  /** Writes three or four bytes a rank that occurs in a register. */
  public void writeTo(ByteWriter out) {
    counts.writeTo(out);
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException when it has a register or a rank that there is not
   */
  public static DistinctCounts readFrom(ByteReader in) {
    SparseCounts counts = SparseCounts.readFrom(in, REGISTERS << RANK_BITS);
    for (int i = 0; i < counts.size(); i++) {
      int rank = counts.key(i) & RANK_MASK;
      if (rank < 1 || rank > MOST) {
        throw new IllegalArgumentException("rank " + rank + " is none of 1 to " + MOST);
      }
    }
    return new DistinctCounts(counts);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof DistinctCounts other && counts.equals(other.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /** x + Σ x^(2^k) · 2^(k−1) for k from 1 on (section 2.4). */
  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = share;
    double y = 1;
    double sum = x;
    double before;
    do {
      x *= x;
      before = sum;
      sum += x * y;
      y += y;
    } while (sum != before);
    return sum;
  }

  /** (1 − x − Σ (1 − x^(2^−k))² · 2^−k for k from 1 on) / 3 (section 2.5). */
  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double x = share;
    double y = 1;
    double sum = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = sum;
      y *= 0.5;
      sum -= (1 - x) * (1 - x) * y;
    } while (sum != before);
    return sum / 3;
  }
}
