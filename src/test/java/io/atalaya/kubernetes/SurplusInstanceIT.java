package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.run.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance for which no partition is left is ready all the same. The surge of a rolling update
 * is one where there are as many instances as partitions, and the update waits for it.
 */
class SurplusInstanceIT {

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("target");

  @Test
  void anInstanceWithoutPartitionsIsReady() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(Topics.definitions(1, 1).stream().map(TopicDefinition::newTopic).toList())
          .all()
          .get();
      try (Service one = Service.start(directory, environment(kafka, "one")).ready();
          Service other = Service.start(directory, environment(kafka, "other")).ready()) {
        List<Integer> indexes =
            admin.describeClassicGroups(List.of("atalaya")).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .map(member -> member.assignment().topicPartitions().size())
                .sorted()
                .toList();
        // Of the six topics that stage 1 reads, one partition each, and all with one member.
        assertEquals(List.of(0, 6), indexes);
        assertEquals(200, one.health().statusCode());
        assertEquals(200, other.health().statusCode());
      }
    }
  }

  private static Map<String, String> environment(EmbeddedKafka kafka, String name) {
    return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "ATALAYA_INSTANCE", name);
  }
}
