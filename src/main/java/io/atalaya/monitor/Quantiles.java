package io.atalaya.monitor;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** The values at the quantiles that are shown, {@link #SHOWN}; empty without data. */
public record Quantiles(OptionalDouble p50, OptionalDouble p95, OptionalDouble p99) {

  /** The quantiles that are shown. */
  public static final List<Double> SHOWN = List.of(0.5, 0.95, 0.99);

  static Quantiles of(DoubleFunction<OptionalDouble> quantile) {
    return new Quantiles(quantile.apply(0.5), quantile.apply(0.95), quantile.apply(0.99));
  }

  /** The values in the order of {@link #SHOWN}. */
  public List<OptionalDouble> values() {
    return List.of(p50, p95, p99);
  }
}
