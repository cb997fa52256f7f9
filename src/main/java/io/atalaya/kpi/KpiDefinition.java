package io.atalaya.kpi;

/** A declared business figure over the interactions with a model's answers. */
public sealed interface KpiDefinition {

  /** The number of interactions of type {@code of} over that of type {@code to}. */
  record Ratio(String of, String to) implements KpiDefinition {

    public Ratio {
      checkType("of", of);
      checkType("to", to);
    }
  }

  /** The mean value of the interactions of type {@code type}. */
  record Mean(String type) implements KpiDefinition {

    public Mean {
      checkType("mean", type);
    }
  }

  private static void checkType(String key, String type) {
    if (type.isBlank()) {
      throw new IllegalArgumentException(
          key + ": is empty: give a type of interaction, for example conversion");
    }
  }
}
