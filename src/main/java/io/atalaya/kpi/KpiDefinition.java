package io.atalaya.kpi;

/** A declared business figure over the interactions with a model's answers. */
public sealed interface KpiDefinition {

  /** The number of interactions of type {@code of} over that of type {@code to}. */
  record Ratio(String of, String to) implements KpiDefinition {}

  /** The mean value of the interactions of type {@code type}. */
  record Mean(String type) implements KpiDefinition {}
}
