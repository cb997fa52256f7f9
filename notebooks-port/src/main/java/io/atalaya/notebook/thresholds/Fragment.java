package io.atalaya.notebook.thresholds;

import io.atalaya.drift.DriftSettings;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Threshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Suggested bounds as a fragment of the configuration: YAML with the limits alone, that stands
 * before the configuration which it was tuned on. For one thread.
 */
public final class Fragment {

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  /** What is said of a model: limits by check, and least effects. */
  private record Model(SequencedMap<String, String> checks, SequencedMap<String, Double> effects) {
    Model() {
      this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  private final Set<String> configured;
  private final List<String> comments = new ArrayList<>();
  private final Map<String, Model> models = new TreeMap<>();

  /**
   * @param configured the keys of the configuration, as they are written
   */
  public Fragment(Collection<String> configured) {
    this.configured = Set.copyOf(configured);
  }

  /** Adds a line to what stands at the beginning. */
  public void comment(String line) {
    comments.add(line);
  }

  /**
   * Sets the limits of thresholds. Of a check with several bounds those without another limit are
   * repeated as they are, so that each keeps its place in the list.
   *
   * @param all the thresholds of the model, in the order of the configuration
   * @param limits the new limits
   */
  public void limits(String model, List<Threshold> all, Map<Threshold, Double> limits) {
    Map<String, List<Threshold>> byCheck =
        all.stream()
            .collect(
                Collectors.groupingBy(Threshold::check, LinkedHashMap::new, Collectors.toList()));
    byCheck.forEach(
        (check, bounds) -> {
          if (bounds.stream().anyMatch(limits::containsKey)) {
            List<String> texts =
                bounds.stream()
                    .map(bound -> text(bound, limits.getOrDefault(bound, bound.limit())))
                    .toList();
            of(model)
                .checks
                .put(
                    check,
                    isList(model, check) ? "[" + String.join(", ", texts) + "]" : texts.getFirst());
          }
        });
  }

  /** Multiplies all least effects of a model's drift. */
  public void effects(String model, DriftSettings.Effect effect, double factor) {
    SequencedMap<String, Double> effects = of(model).effects;
    effects.put("ks", Math.min(1, factor * effect.ks()));
    effects.put("wasserstein", factor * effect.wasserstein());
    effects.put("neyman", factor * effect.neyman());
    effects.put("psi", factor * effect.psi());
    effects.put("jensen-shannon", Math.min(1, factor * effect.jensenShannon()));
    effects.put("cramers-v", Math.min(1, factor * effect.cramersV()));
    effects.put("inputs", Math.min(1, factor * effect.inputs()));
  }

  /** The text of a YAML file. */
  public String text() {
    StringBuilder yaml = new StringBuilder();
    comments.forEach(line -> yaml.append("# ").append(line).append('\n'));
    yaml.append("atalaya:\n  models:").append(models.isEmpty() ? " {}\n" : "\n");
    models.forEach(
        (name, model) -> {
          yaml.append("    ").append(quoted(name)).append(":\n");
          if (!model.checks.isEmpty()) {
            yaml.append("      thresholds:\n");
            model.checks.forEach(
                (check, limits) ->
                    yaml.append("        %s: %s\n".formatted(quoted(check), limits)));
          }
          if (!model.effects.isEmpty()) {
            yaml.append("      drift:\n        effect:\n");
            model.effects.forEach(
                (test, effect) ->
                    yaml.append("          %s: %s\n".formatted(test, plain(rounded(effect)))));
          }
        });
    return yaml.toString();
  }

  private Model of(String model) {
    return models.computeIfAbsent(model, ignored -> new Model());
  }

  /** Whether the configuration has a list there; names may stand in quotes in its keys. */
  private boolean isList(String model, String check) {
    String name = ".thresholds." + check + "[0]";
    String inQuotes = ".thresholds." + quoted(check) + "[0]";
    return configured.stream()
        .filter(
            key ->
                key.startsWith("atalaya.models." + model + ".")
                    || key.startsWith("atalaya.models." + quoted(model) + "."))
        .anyMatch(key -> key.contains(name) || key.contains(inQuotes));
  }

  private static String text(Threshold bound, double limit) {
    boolean isTime =
        CheckDefinition.named(bound.check()).orElseThrow().unit() == CheckDefinition.Unit.SECONDS;
    return "{%s: %s}"
        .formatted(
            bound.bound().name().toLowerCase(Locale.ROOT), isTime ? millis(limit) : plain(limit));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static double rounded(double effect) {
    return BigDecimal.valueOf(effect).round(THREE_DIGITS).doubleValue();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String millis(double seconds) {
    return BigDecimal.valueOf(seconds).movePointRight(3).setScale(0, RoundingMode.HALF_EVEN) + "ms";
  }
}
