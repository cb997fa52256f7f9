package io.atalaya.demo.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The samples of one Prometheus scrape, read from the text format (version 0.0.4). Lines that are
 * no samples are passed over. Escapes in label values are kept as they stand.
 *
 * @param samples in the order of the text
 */
public record Exposition(List<Sample> samples) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([-+]?\\d\\S*|NaN|[-+]Inf)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final double MILLIS_PER_SECOND = 1000;

  /** One value of one series. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  public Exposition {
    samples = List.copyOf(samples);
  }

  /** Reads what {@code /q/metrics} answers. */
  public static Exposition parse(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
          labels.put(label.group(1), label.group(2));
        }
        samples.add(new Sample(sample.group(1), Map.copyOf(labels), number(sample.group(3))));
      }
    }
    return new Exposition(samples);
  }

  /** The value of the first series of that name that has all of these labels. */
  public OptionalDouble value(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .findFirst();
  }

  /** A quantile that is exported in seconds, in milliseconds. */
  public OptionalDouble millis(String name, Map<String, String> labels, String quantile) {
    OptionalDouble seconds = quantile(name, labels, quantile);
    return seconds.isPresent()
        ? OptionalDouble.of(MILLIS_PER_SECOND * seconds.getAsDouble())
        : seconds;
  }

  /** A quantile as it is exported. */
  public OptionalDouble quantile(String name, Map<String, String> labels, String quantile) {
    Map<String, String> all = new HashMap<>(labels);
    all.put("quantile", quantile);
    return value(name, all);
  }

  /** What a label says in the series of that name, with all of these labels, whose value is 1. */
  public SortedSet<String> labelsWhereOne(String name, Map<String, String> labels, String label) {
    SortedSet<String> values = new TreeSet<>();
    for (Sample sample : samples) {
      String value = sample.labels().get(label);
      if (value != null
          && sample.name().equals(name)
          && sample.labels().entrySet().containsAll(labels.entrySet())
          && sample.value() == 1) {
        values.add(value);
      }
    }
    return values;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
