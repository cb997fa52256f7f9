package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.embedded.EmbeddedKafka;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotLogTest {

  private static final int SEVERAL_RECORDS = 3_000_000;

  private EmbeddedKafka kafka;
  private Map<String, Object> common = Map.of();
  private Admin admin;
  private SnapshotLog log;
  private SnapshotReader reader;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    common = Map.of("bootstrap.servers", kafka.bootstrapServers());
    admin = Admin.create(common);
    admin
        .createTopics(List.of(new NewTopic(Topics.SNAPSHOTS, Optional.of(4), Optional.empty())))
        .all()
        .get();
    log = new SnapshotLog(common, admin);
    reader = log.reader();
  }

  @AfterAll
  void stop() {
    reader.close();
    log.close();
    admin.close();
    kafka.close();
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    byte[] large = state(1, SEVERAL_RECORDS);
    byte[] empty = {};
    long first = await(log.write(0, ByteBuffer.wrap(large)));
    long second = await(log.write(0, ByteBuffer.wrap(empty)));
    assertArrayEquals(large, reader.read(0, first));
    assertArrayEquals(empty, reader.read(0, second));
    assertTrue(log.isReady());
  }

  @Test
  void anotherWritersRecordsInBetweenAreNotLookedAt() throws Exception {
    try (SnapshotLog stale = new SnapshotLog(common, admin)) {
      byte[] one = state(2, SEVERAL_RECORDS);
      byte[] other = state(3, SEVERAL_RECORDS);
      CompletableFuture<Long> written = log.write(1, ByteBuffer.wrap(one));
      CompletableFuture<Long> alsoWritten = stale.write(1, ByteBuffer.wrap(other));
      assertArrayEquals(one, reader.read(1, await(written)));
      assertArrayEquals(other, reader.read(1, await(alsoWritten)));
    }
  }

  @Test
  void aSnapshotThatIsNotWholeIsNone() throws Exception {
    long offset = await(log.write(2, ByteBuffer.wrap(state(4, SEVERAL_RECORDS))));
    assertNull(reader.read(2, offset + 1), "begins in the middle");
    assertNull(reader.read(2, offset + 1_000), "is not there");
    log.purge(2, offset + 2);
    awaitBeginning(2, offset + 2);
    assertNull(reader.read(2, offset), "was deleted");
  }

  @Test
  void aDamagedSnapshotIsNone() throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(common, bytes, bytes)) {
      Random random = new Random(5);
      for (int i = 0; i < 20; i++) {
        byte[] value = new byte[random.nextInt(200)];
        random.nextBytes(value);
        value = i == 0 ? new byte[0] : value;
        long offset =
            producer
                .send(new ProducerRecord<>(Topics.SNAPSHOTS, 3, new byte[1], value))
                .get()
                .offset();
        assertNull(reader.read(3, offset));
      }
    }
  }

  private void awaitBeginning(int partition, long offset) throws Exception {
    // Deleting twice waits for the first.
    admin
        .deleteRecords(
            Map.of(
                new TopicPartition(Topics.SNAPSHOTS, partition),
                RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  private static byte[] state(long seed, int size) {
    byte[] state = new byte[size];
    new Random(seed).nextBytes(state);
    return state;
  }

  private static long await(CompletableFuture<Long> written) throws Exception {
    return written.get(30, TimeUnit.SECONDS);
  }
}
