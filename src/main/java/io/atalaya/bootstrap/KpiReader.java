package io.atalaya.bootstrap;

import io.atalaya.kpi.KpiDefinition;
import io.atalaya.kpi.KpiDefinition.Formula;
import io.atalaya.kpi.KpiDefinition.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the business figures of one model, by name: each a formula, and what it is taken over.
 *
 * <p>Missing keys: {@code attributed} and {@code segments} are false.
 */
final class KpiReader {

  /** What counts predictions where other words are types of interaction. */
  private static final String PREDICTIONS = "predictions";

  private static final String EXAMPLE = "{ratio: {of: conversion, to: impression}}";

  private static final List<String> FORMULAS =
      List.of("ratio", "rate", "sum", "mean", "share", "count-distinct");

  private KpiReader() {}

  /** Reads the block {@code kpis} of a model. */
  static Map<String, KpiDefinition> read(Block model) {
    Block block = model.block("kpis", "{conversion-rate: " + EXAMPLE + "}");
    Map<String, KpiDefinition> kpis = new HashMap<>();
    for (String name : block.keys()) {
      kpi(block.block(name, "{mean: rating}")).ifPresent(kpi -> kpis.put(name, kpi));
    }
    return kpis;
  }

  private static Optional<KpiDefinition> kpi(Block block) {
    List<String> given = FORMULAS.stream().filter(block::has).toList();
    if (given.size() != 1) {
      block.problem(
          "needs exactly one of %s: give for example %s or {mean: rating}"
              .formatted(String.join(", ", FORMULAS), EXAMPLE));
    }
    boolean attributed = block.value("attributed", false, Quantities::truth);
    boolean segments = block.value("segments", false, Quantities::truth);
    Supplier<Formula> formula =
        given.isEmpty() ? KpiReader::missing : formula(block, given.getFirst());
    return block.end(() -> new KpiDefinition(formula.get(), attributed, segments));
  }

  /** Of a figure without a formula, which is reported and never built. */
  private static Formula missing() {
    throw new IllegalStateException("no formula");
  }

  private static Supplier<Formula> formula(Block block, String key) {
    return switch (key) {
      case "ratio" -> ratio(block.block(key, "{of: conversion, to: impression}"));
      case "share" -> share(block.block(key, "{of: rating, at-most: 2}"));
      default -> {
        Optional<String> type = type(block, key);
        yield () ->
            switch (key) {
              case "rate" -> new KpiDefinition.Rate(type.orElseThrow());
              case "sum" -> new KpiDefinition.Sum(type.orElseThrow());
              case "mean" -> new KpiDefinition.Mean(type.orElseThrow());
              default -> new KpiDefinition.CountDistinct(type.orElseThrow());
            };
      }
    };
  }

  private static Supplier<Formula> ratio(Block block) {
    boolean sum = block.has("sum");
    if (sum == block.has("of")) {
      block.problem(
          sum
              ? "has both of and sum: give one, for example {sum: purchase, to: predictions}"
              : "has neither of nor sum: give one, for example {of: conversion, to: impression}");
    }
    Optional<String> of =
        sum || block.has("of") ? type(block, sum ? "sum" : "of") : Optional.empty();
    Optional<String> to = type(block, "to");
    Optional<KpiDefinition.Ratio> ratio =
        block.end(
            () ->
                new KpiDefinition.Ratio(
                    sum
                        ? new Quantity.Total(of.orElseThrow())
                        : new Quantity.Count(of.orElseThrow()),
                    to.orElseThrow().equals(PREDICTIONS)
                        ? new Quantity.Predictions()
                        : new Quantity.Count(to.orElseThrow())));
    return ratio::orElseThrow;
  }

  private static Supplier<Formula> share(Block block) {
    Optional<String> of = type(block, "of");
    Optional<Double> atMost = block.value("at-most", text -> Quantities.number(text, "2"));
    if (!block.has("at-most")) {
      block.problem("at-most", "is empty: give a value, for example 2");
    }
    Optional<KpiDefinition.Share> share =
        block.end(() -> new KpiDefinition.Share(of.orElseThrow(), atMost.orElseThrow()));
    return share::orElseThrow;
  }

  private static Optional<String> type(Block block, String key) {
    Optional<String> type = block.value(key, KpiDefinition::checkedType);
    if (block.text(key).isEmpty()) {
      block.problem(key, "is empty: give a type of interaction, for example conversion");
    }
    return type;
  }
}
