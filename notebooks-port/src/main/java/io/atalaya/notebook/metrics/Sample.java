package io.atalaya.notebook.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A figure as Prometheus would be told it.
 *
 * @param name the metric's name
 * @param labels the values of its labels by name, in the order of the metric
 * @param value the figure, in the metric's unit
 */
public record Sample(String name, SequencedMap<String, String> labels, double value) {

  public Sample {
    labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
  }

  /** A label; empty where there is none of that name. */
  public String label(String of) {
    return labels.getOrDefault(of, "");
  }

  /** The series that it is of: {@code atalaya_mae{model=bikes,version=1,window=1h}}. */
  public String series() {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(",", name + "{", "}"));
  }
}
