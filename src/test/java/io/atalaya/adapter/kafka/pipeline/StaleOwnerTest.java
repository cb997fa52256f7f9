package io.atalaya.adapter.kafka.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.run.CommittedRecords;
import io.atalaya.run.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An owner whose partition was given away while it did nothing, on a real broker. */
@Timeout(60)
class StaleOwnerTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String GROUP = "group";
  private static final String OUTPUT = "output";
  private static final TopicPartition INPUT = new TopicPartition("input", 0);

  private EmbeddedKafka kafka;
  private Admin admin;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    admin
        .createTopics(List.of(topic(INPUT.topic()), topic(OUTPUT)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  void nothingOfItIsCommittedAndItsSuccessorGoesOn() throws Exception {
    try (TransactionalLog stale = log("stale");
        TransactionalLog next = log("next");
        Consumer<?, ?> stalled = member();
        Consumer<?, ?> successor = member()) {
      ConsumerGroupMetadata before = join(stalled);
      commit(stale, "its own", 1, before);
      awaitCommitted(1);
      expelAll();
      ConsumerGroupMetadata after = join(successor);

      assertThrows(
          CommitFailedException.class, () -> commit(stale, "no longer its own", 2, before));

      assertEquals(offset(1), committed());
      commit(next, "the successor's", 3, after);
      awaitCommitted(3);
      // What comes last is visible once all before it is decided.
      Service.await("the successor's record", SOON, () -> output().contains("the successor's"));
      assertEquals(List.of("its own", "the successor's"), output());
    }
  }

  private static NewTopic topic(String name) {
    return new NewTopic(name, Optional.of(1), Optional.empty());
  }

  private TransactionalLog log(String name) {
    return new TransactionalLog(
        Map.of("bootstrap.servers", kafka.bootstrapServers()), name, group -> Map.of());
  }

  private Consumer<?, ?> member() {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Consumer<?, ?> member =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                GROUP,
                "enable.auto.commit",
                false),
            bytes,
            bytes);
    member.subscribe(List.of(INPUT.topic()));
    return member;
  }

  /** Polls until the partition is the consumer's. */
  private static ConsumerGroupMetadata join(Consumer<?, ?> consumer) {
    while (consumer.assignment().isEmpty()) {
      var unused = consumer.poll(Duration.ofMillis(100));
    }
    return consumer.groupMetadata();
  }

  /** As when no heartbeat came for the length of a session. */
  private void expelAll() throws Exception {
    admin
        .removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private static void commit(
      TransactionalLog log, String value, long offset, ConsumerGroupMetadata group) {
    log.commit(List.of(new ProducerRecord<>(OUTPUT, value.getBytes(UTF_8))), offset(offset), group);
  }

  private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
    return Map.of(INPUT, new OffsetAndMetadata(offset));
  }

  /** A commit returns when it is decided, and is seen a little later. */
  private void awaitCommitted(long offset) throws Exception {
    Service.await("offset " + offset, SOON, () -> committed().equals(offset(offset)));
  }

  /** The group's offsets without those that a transaction is about to change. */
  private Map<TopicPartition, OffsetAndMetadata> committed() {
    return admin
        .listConsumerGroupOffsets(GROUP, new ListConsumerGroupOffsetsOptions().requireStable(true))
        .partitionsToOffsetAndMetadata()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private List<String> output() {
    return CommittedRecords.of(kafka.bootstrapServers(), OUTPUT).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }
}
