package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.BenjaminiHochberg;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The two-sample figures of one feature's window against its reference.
 *
 * @param n the number of current values, at least 1
 * @param m the number of reference values, at least 1
 * @param ks the Kolmogorov–Smirnov distance D, 0 to 1; statistic and effect in one
 * @param p P(D ≥ ks) where nothing drifts; empty when the reference is known too coarsely for one
 * @param adjustedP p after Benjamini and Hochberg over the features judged together; empty without
 *     p, or before the adjustment
 * @param wasserstein the Wasserstein-1 distance over the reference's standard deviation; empty when
 *     that is 0
 */
public record DriftFigures(
    long n,
    long m,
    double ks,
    OptionalDouble p,
    OptionalDouble adjustedP,
    OptionalDouble wasserstein)
    implements Comparison {

  public DriftFigures {
    requirePositive("n", n);
    requirePositive("m", m);
    requireWithin("ks", OptionalDouble.of(ks), 1);
    requireWithin("p", p, 1);
    requireWithin("adjustedP", adjustedP, 1);
    requireWithin("wasserstein", wasserstein, Double.MAX_VALUE);
  }

  /** Figures before the adjustment. */
  public static DriftFigures of(
      long n, long m, double ks, OptionalDouble p, OptionalDouble wasserstein) {
    return new DriftFigures(n, m, ks, p, OptionalDouble.empty(), wasserstein);
  }

  /**
   * Adjusts the p-values of features that are judged together: Y. Benjamini, Y. Hochberg,
   * "Controlling the false discovery rate", J. R. Statist. Soc. B 57 (1995). Those without a
   * p-value are not of the family and stay as they are.
   *
   * @param features figures by feature
   */
  public static SortedMap<String, DriftFigures> adjusted(Map<String, DriftFigures> features) {
    SortedMap<String, DriftFigures> result = new TreeMap<>(features);
    List<Map.Entry<String, DriftFigures>> family =
        result.entrySet().stream().filter(entry -> entry.getValue().p.isPresent()).toList();
    double[] raw = family.stream().mapToDouble(entry -> entry.getValue().p.getAsDouble()).toArray();
    double[] adjusted = BenjaminiHochberg.adjust(raw);
    for (int i = 0; i < adjusted.length; i++) {
      family.get(i).setValue(family.get(i).getValue().withAdjustedP(adjusted[i]));
    }
    return result;
  }

  private DriftFigures withAdjustedP(double adjusted) {
    return new DriftFigures(n, m, ks, p, OptionalDouble.of(adjusted), wasserstein);
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(n).writeUnsigned(m).writeDouble(ks);
    writeOptional(out, p);
    writeOptional(out, adjustedP);
    writeOptional(out, wasserstein);
  }

  static DriftFigures readFrom(ByteReader in) {
    return new DriftFigures(
        in.readUnsigned(),
        in.readUnsigned(),
        in.readDouble(),
        readOptional(in),
        readOptional(in),
        readOptional(in));
  }

  private static void writeOptional(ByteWriter out, OptionalDouble value) {
    out.writeDouble(value.orElse(Double.NaN));
  }

  private static OptionalDouble readOptional(ByteReader in) {
    double value = in.readDouble();
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static void requirePositive(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + ": " + value + " is below 1");
    }
  }

  private static void requireWithin(String field, OptionalDouble value, double max) {
    if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= max)) {
      throw new IllegalArgumentException(
          field + ": " + value.getAsDouble() + " is not between 0 and " + max);
    }
  }
}
