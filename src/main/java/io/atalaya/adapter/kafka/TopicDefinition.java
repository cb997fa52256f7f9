package io.atalaya.adapter.kafka;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;

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

  /** What an admin client takes to make it, with as many replicas as the broker gives. */
  public NewTopic newTopic() {
    return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
  }
}
