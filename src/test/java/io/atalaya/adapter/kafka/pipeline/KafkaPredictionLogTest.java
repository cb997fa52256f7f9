package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.PredictionLog.Listener;
import io.atalaya.monitor.PredictionLog.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A range of the predictions on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaPredictionLogTest {

  private static final long START = 1_790_000_000_000L;
  private static final int PARTITIONS = 3;

  private EmbeddedKafka kafka;
  private Admin admin;
  private KafkaPredictionLog log;

  /** The last of what was told of the progress. */
  private long read;

  private long all;

  /** A record a second, each in the partition after the one before; the last partition is empty. */
  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    Map<String, Object> common = Map.of("bootstrap.servers", kafka.bootstrapServers());
    admin = Admin.create(common);
    admin
        .createTopics(
            List.of(new NewTopic(Topics.PREDICTIONS, Optional.of(PARTITIONS), Optional.empty())))
        .all()
        .get();
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(common, bytes, bytes)) {
      for (int i = 0; i < 100; i++) {
        String event =
            i % 10 == 9 ? "no event" : "{\"id\": \"p%d\", \"model\": \"m\", \"value\": 1}";
        producer
            .send(
                new ProducerRecord<>(
                    Topics.PREDICTIONS,
                    i % (PARTITIONS - 1),
                    START + 1_000L * i,
                    null,
                    event.formatted(i).getBytes(StandardCharsets.UTF_8)))
            .get();
      }
    }
    log = new KafkaPredictionLog(Map.of(), kafka.bootstrapServers(), InstantSource.system());
  }

  @AfterAll
  void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  @Order(1)
  void theRecordsOfTheTimeAreReadAndNoOthers() throws Exception {
    List<Long> times = read(START + 20_000, START + 30_000);
    // One of ten is no event.
    assertEquals(
        List.of(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L),
        times.stream().map(time -> (time - START) / 1_000).sorted().toList());
    assertEquals(10, all);
    assertEquals(10, read);
  }

  @Test
  @Order(1)
  void beforeTheFirstAndAfterTheLastThereIsNothing() throws Exception {
    assertEquals(List.of(), read(START - 60_000, START));
    assertEquals(List.of(), read(START + 100_000, START + 200_000));
    assertEquals(90, read(Long.MIN_VALUE, Long.MAX_VALUE).size());
  }

  @Test
  @Order(2)
  void whatIsDeletedIsNotPassedOverInSilence() throws Exception {
    admin
        .deleteRecords(
            Map.of(new TopicPartition(Topics.PREDICTIONS, 1), RecordsToDelete.beforeOffset(20)))
        .all()
        .get();
    // The first of partition 1 is now the 41st second's.
    assertEquals(9, read(START + 41_000, START + 51_000).size());
    UnreadableException gone =
        assertThrows(UnreadableException.class, () -> read(START + 40_999, START + 51_000));
    assertTrue(
        String.valueOf(gone.getMessage())
            .startsWith("inference.predictions is kept from 2026-09-21T14:14:01Z on"),
        gone.getMessage());
  }

  /** The times of the predictions that are read. */
  private List<Long> read(long fromMillis, long toMillis) throws UnreadableException {
    List<Long> times = new ArrayList<>();
    log.read(
        fromMillis,
        toMillis,
        new Listener() {
          @Override
          public void predicted(Prediction prediction) {
            times.add(prediction.timeMillis());
          }

          @Override
          public void progressed(long readSoFar, long allOfThem) {
            read = readSoFar;
            all = allOfThem;
          }
        });
    return times;
  }
}
