package io.atalaya.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Samples in Prometheus' text format.
 *
 * @param samples the value of each, by name and labels
 */
record Exposition(Map<Exposition.Sample, Double> samples) {

  /**
   * What identifies a sample.
   *
   * @param name its name
   * @param labels {@code label=value} with commas between them, in the order of the labels
   */
  record Sample(String name, String labels) {
    @Override
    public String toString() {
      return name + "{" + labels + "}";
    }
  }

  private static final Pattern LINE =
      Pattern.compile("(?<name>[a-zA-Z_:][\\w:]*)(\\{(?<labels>.*)})? (?<value>\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What the service shows now. A new client each time must not negotiate HTTP/2 each time. */
  static Exposition of(URI metrics) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(metrics).header("Accept", "text/plain; version=0.0.4").build();
      return parse(client.send(request, BodyHandlers.ofString()).body());
    }
  }

  /** Reads a text; a sample that stands there twice is an error. */
  static Exposition parse(String text) {
    Map<Sample, Double> samples = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> add(line, samples));
    return new Exposition(samples);
  }

  private static void add(String line, Map<Sample, Double> samples) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group("labels") != null) {
      LABEL
          .matcher(matcher.group("labels"))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    String joined =
        String.join(
            ",", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    Sample sample = new Sample(matcher.group("name"), joined);
    if (samples.put(sample, value(matcher.group("value"))) != null) {
      throw new IllegalArgumentException("twice: " + sample);
    }
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
