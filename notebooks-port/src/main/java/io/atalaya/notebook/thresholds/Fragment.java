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
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Suggested bounds as a fragment of the configuration: properties that override those keys of the
 * configuration that it was tuned on, and only these. For one thread.
 */
public final class Fragment {

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private final Set<String> configured;
  private final SequencedMap<String, String> values = new LinkedHashMap<>();
  private final List<String> comments = new ArrayList<>();

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
   * Sets the limit of a threshold.
   *
   * @param all the thresholds of the model, in the order of the configuration
   * @param threshold one of them
   */
  public void limit(String model, List<Threshold> all, Threshold threshold, double limit) {
    String side = threshold.bound().name().toLowerCase(Locale.ROOT);
    int place =
        all.stream()
            .filter(other -> other.check().equals(threshold.check()))
            .toList()
            .indexOf(threshold);
    String key =
        key(model, "thresholds", threshold.check(), "", side)
            .or(() -> key(model, "thresholds", threshold.check(), "[" + place + "]", side))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "atalaya.models.%s.thresholds.%s.%s: is not in the configuration"
                            .formatted(model, threshold.check(), side)));
    boolean isTime =
        CheckDefinition.named(threshold.check()).orElseThrow().unit()
            == CheckDefinition.Unit.SECONDS;
    values.put(key, isTime ? millis(limit) : plain(limit));
  }

  /** Multiplies all least effects of a model's drift. */
  public void effects(String model, DriftSettings.Effect effect, double factor) {
    SequencedMap<String, Double> effects = new LinkedHashMap<>();
    effects.put("ks", Math.min(1, factor * effect.ks()));
    effects.put("wasserstein", factor * effect.wasserstein());
    effects.put("neyman", factor * effect.neyman());
    effects.put("psi", factor * effect.psi());
    effects.put("jensen-shannon", Math.min(1, factor * effect.jensenShannon()));
    effects.put("cramers-v", Math.min(1, factor * effect.cramersV()));
    effects.put("inputs", Math.min(1, factor * effect.inputs()));
    effects.forEach(
        (name, value) ->
            values.put(
                prefix(model) + ".drift.effect." + name,
                plain(BigDecimal.valueOf(value).round(THREE_DIGITS).doubleValue())));
  }

  /** The keys and values so far. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  /** The text of a properties file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    comments.forEach(line -> text.append("# ").append(line).append('\n'));
    values.forEach(
        (key, value) ->
            text.append(key.replaceAll("[:= ]", "\\\\$0")).append('=').append(value).append('\n'));
    return text.toString();
  }

  /** The key that is configured: names may stand in quotes. */
  private Optional<String> key(
      String model, String block, String check, String index, String side) {
    return names(check).stream()
        .map(name -> "%s.%s.%s%s.%s".formatted(prefix(model), block, name, index, side))
        .filter(configured::contains)
        .findFirst();
  }

  private String prefix(String model) {
    return names(model).stream()
        .map(name -> "atalaya.models." + name)
        .filter(prefix -> configured.stream().anyMatch(key -> key.startsWith(prefix + ".")))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "atalaya.models.%s: is not in the configuration".formatted(model)));
  }

  private static List<String> names(String name) {
    return List.of(name, '"' + name + '"');
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String millis(double seconds) {
    return BigDecimal.valueOf(seconds).movePointRight(3).setScale(0, RoundingMode.HALF_EVEN) + "ms";
  }
}
