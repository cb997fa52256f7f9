package io.atalaya.adapter.metrics;

import java.util.List;
import java.util.OptionalDouble;

/** Takes gauges, the most important first. */
@FunctionalInterface
interface GaugeSink {

  /**
   * Takes a gauge.
   *
   * @param labels the values of the family's labels, in their order
   */
  void add(GaugeFamily family, List<String> labels, double value);

  /** Takes a gauge, unless its value is undefined. */
  default void add(GaugeFamily family, List<String> labels, OptionalDouble value) {
    value.ifPresent(defined -> add(family, labels, defined));
  }
}
