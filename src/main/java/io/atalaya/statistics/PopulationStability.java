package io.atalaya.statistics;

/**
 * The population stability index of two binned samples.
 *
 * <p>Definition: PSI = Σ (qᵢ − pᵢ)·ln(qᵢ/pᵢ) over the B bins, with the shares pᵢ = (reference +
 * ½)/(m + B/2) and qᵢ likewise: half a value a bin keeps an empty one from making it infinite. 0
 * for equal shares and for a single bin; it has no upper bound, and no unit.
 *
 * <p>Where nothing changed, PSI/(1/m + 1/n) is asymptotically χ² with B − 1 degrees of freedom: so
 * a fixed bound of 0.1 or 0.25 has no error rate of its own. Stateless.
 *
 * <p>Source: B. Yurdakul, J. Naranjo, "Statistical properties of the population stability index",
 * Journal of Risk Model Validation 14(4), 2020.
 */
public final class PopulationStability {

  private PopulationStability() {}

  /** The index. */
  public static double index(BinnedPair pair) {
    int bins = pair.bins();
    double index = 0;
    for (int bin = 0; bin < bins; bin++) {
      double p = (pair.reference(bin) + 0.5) / (pair.m() + bins / 2.0);
      double q = (pair.current(bin) + 0.5) / (pair.n() + bins / 2.0);
      index += (q - p) * Math.log(q / p);
    }
    return Math.max(0, index);
  }

  /** The probability of such an index, or a greater one, where nothing changed; 1 for one bin. */
  public static double pValue(double index, BinnedPair pair) {
    return ChiSquareTail.pValue(index / (1.0 / pair.m() + 1.0 / pair.n()), pair.bins() - 1);
  }
}
