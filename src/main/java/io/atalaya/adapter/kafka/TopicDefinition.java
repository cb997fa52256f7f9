package io.atalaya.adapter.kafka;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a topic is made.
 *
 * @param name its name
 * @param partitions how many partitions it has, at least 1
 * @param config its settings that differ from the broker's, by Kafka's names, in their order
 */
public record TopicDefinition(String name, int partitions, Map<String, String> config) {

  public TopicDefinition {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "partitions of " + name + " is " + partitions + ", must be at least 1");
    }
    config = Collections.unmodifiableMap(new TreeMap<>(config));
  }
}
