package io.atalaya.adapter.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe while a real broker lacks topics, works, is gone and is back. */
@Timeout(300)
class KafkaProbeTest {

  private static final Duration PLENTY = Duration.ofSeconds(30);

  @Test
  void kafkaIsWrongWithoutATopicUpDownAndUpAgain(@TempDir Path directory) throws Exception {
    int port = FreePort.find();
    EmbeddedKafka broker = EmbeddedKafka.start(directory, port, Map.of());
    KafkaProbe probe = new KafkaProbe(Map.of(), broker.bootstrapServers());
    try {
      assertWrong("a topic is missing: run kafka/create-topics.sh", probe);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin
            .createTopics(
                Topics.definitions(1, 1).stream()
                    .map(topic -> new NewTopic(topic.name(), Optional.of(1), Optional.empty()))
                    .toList())
            .all()
            .get();
      }
      assertUp(probe);

      broker.close();
      Answer.None none = assertInstanceOf(Answer.None.class, probe.ask(Duration.ofMillis(500)));
      assertTrue(!none.detail().isEmpty(), none::toString);
      broker = EmbeddedKafka.start(directory, port, Map.of());
      assertUp(probe);
    } finally {
      probe.close();
      broker.close();
    }
  }

  @Test
  void aBrokerThatIsNowhereIsNoAnswer() throws Exception {
    KafkaProbe probe = new KafkaProbe(Map.of(), "nowhere.invalid:9092");

    assertInstanceOf(Answer.None.class, probe.ask(Duration.ofMillis(500)));
    probe.close();
  }

  @Test
  void partitionsWithoutLeaderAreCountedAndSomeAreNamed() {
    Node node = new Node(1, "localhost", 9092);
    List<TopicPartitionInfo> led =
        List.of(new TopicPartitionInfo(0, node, List.of(node), List.of()));
    List<TopicPartitionInfo> leaderless = new ArrayList<>(led);
    for (int partition = 1; partition < 6; partition++) {
      leaderless.add(new TopicPartitionInfo(partition, null, List.of(node), List.of()));
    }
    TopicDescription good = new TopicDescription("good", false, led);
    TopicDescription bad = new TopicDescription("bad", false, leaderless);

    assertEquals(Optional.empty(), KafkaProbe.leaderless(List.of(good)));
    assertEquals(
        Optional.of(
            "5 partitions have no leader, among them [bad-1, bad-2, bad-3]: see to the brokers that"
                + " hold them"),
        KafkaProbe.leaderless(List.of(good, bad)));
  }

  private static void assertUp(KafkaProbe probe) throws Exception {
    long start = System.nanoTime();
    Answer last = probe.ask(PLENTY);
    while (!last.equals(new Answer.Right()) && System.nanoTime() - start < 60_000_000_000L) {
      Thread.sleep(50);
      last = probe.ask(PLENTY);
    }
    assertEquals(new Answer.Right(), last);
  }

  private static void assertWrong(String detail, KafkaProbe probe) throws Exception {
    String wrong = assertInstanceOf(Answer.Wrong.class, probe.ask(PLENTY)).detail();
    assertTrue(wrong.contains(detail), wrong);
  }
}
