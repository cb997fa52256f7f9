package io.atalaya.statistics;

/**
 * The Jensen–Shannon distance of two binned samples.
 *
 * <p>Definition: √(½ Σ pᵢ·log₂(pᵢ/mᵢ) + ½ Σ qᵢ·log₂(qᵢ/mᵢ)) with the shares pᵢ and qᵢ and their
 * mean mᵢ; a share of 0 adds nothing. From 0 for equal shares to 1 for samples that have no bin in
 * common; a metric. Two samples of one distribution are about √((B − 1)(1/m + 1/n)/(8 ln 2)) apart.
 * Stateless.
 *
 * <p>Source: J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory
 * 37(1), 1991; D. M. Endres, J. E. Schindelin, IEEE Trans. Inf. Theory 49(7), 2003 (the root).
 */
public final class JensenShannon {

  private static final double LN_2 = Math.log(2);

  private JensenShannon() {}

  /** The distance, 0 to 1. */
  public static double distance(BinnedPair pair) {
    double divergence = 0;
    for (int bin = 0; bin < pair.bins(); bin++) {
      double p = pair.reference(bin) / (double) pair.m();
      double q = pair.current(bin) / (double) pair.n();
      divergence += part(p, (p + q) / 2) + part(q, (p + q) / 2);
    }
    return Math.sqrt(Math.clamp(divergence / (2 * LN_2), 0, 1));
  }

  private static double part(double share, double mean) {
    return share == 0 ? 0 : share * Math.log(share / mean);
  }
}
