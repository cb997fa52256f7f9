package io.atalaya.bench.process;

import io.atalaya.adapter.kafka.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The settings of the service's own consumer of events, so that others fetch as it does. */
final class ConsumerSettings {

  /** The topics that the benchmark fills. */
  static final List<String> TOPICS =
      List.of(Topics.PREDICTIONS, Topics.OUTCOMES, Topics.INTERACTIONS, Topics.GENERATIONS);

  private static final List<String> PREFIXES =
      List.of("mp.messaging.connector.smallrye-kafka.", "mp.messaging.incoming.observations.");

  /** Where each reader has a value of its own. */
  private static final Set<String> OWN =
      Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);

  private ConsumerSettings() {}

  /**
   * What the packaged configuration says to Kafka's consumer, for the brokers at {@code servers}.
   */
  static Map<String, String> ofService(String servers) throws IOException {
    Properties packaged = new Properties();
    try (InputStream in = ConsumerSettings.class.getResourceAsStream("/application.properties")) {
      packaged.load(Objects.requireNonNull(in, "application.properties is not on the class path"));
    }
    Map<String, String> settings = new HashMap<>();
    for (String prefix : PREFIXES) {
      for (String name : ConsumerConfig.configNames()) {
        String value = packaged.getProperty(prefix + name);
        if (value != null && !OWN.contains(name)) {
          settings.put(name, value);
        }
      }
    }
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    return settings;
  }
}
