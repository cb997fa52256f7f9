package io.atalaya.adapter.kafka.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What becomes of a commit whose answer did not come, or was that others have taken over. */
class TransactionalLogTest {

  private static final String GROUP = "group";
  private static final TopicPartition INPUT = new TopicPartition("input", 0);
  private static final ConsumerGroupMetadata MEMBER = new ConsumerGroupMetadata(GROUP);

  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> groupOffsets = new HashMap<>();
  private final TransactionalLog log =
      new TransactionalLog(
          () -> {
            ByteArraySerializer bytes = new ByteArraySerializer();
            producers.add(new MockProducer<>(true, null, bytes, bytes));
            return producers.getLast();
          },
          group -> Map.copyOf(groupOffsets));

  @Test
  void aCommitInDoubtThatHappenedIsNotRepeated() {
    failOnce(new TimeoutException("no answer"));
    groupOffsets.putAll(offset(7, "p"));

    commit("a", offset(7, "p"));

    assertEquals(List.of(), committed());
  }

  @Test
  void aCommitInDoubtThatDidNotHappenIsMadeAgain() {
    failOnce(new TimeoutException("no answer"));
    groupOffsets.putAll(offset(6, "p"));

    commit("a", offset(7, "p"));

    assertEquals(List.of("a"), committed());
  }

  @Test
  void whatIsSaidWithTheOffsetTellsCommitsApart() {
    failOnce(new TimeoutException("no answer"));
    groupOffsets.putAll(offset(7, "before"));

    commit("a", offset(7, "p"));

    assertEquals(List.of("a"), committed());
  }

  @Test
  void offsetsThatDidNotChangeProveNothing() {
    commit("a", offset(7, "p"));
    groupOffsets.putAll(offset(7, "p"));
    producers.getLast().commitTransactionException = new TimeoutException("no answer");
    assertThrows(KafkaException.class, () -> commit("b", offset(7, "p")));

    commit("b", offset(7, "p"));

    assertEquals(List.of("b"), committed());
  }

  @Test
  void theNextCommitIsMadeWhateverBecameOfTheOneInDoubt() {
    failOnce(new TimeoutException("no answer"));
    groupOffsets.putAll(offset(8, "p"));

    commit("b", offset(8, "p"));

    assertEquals(List.of("b"), committed());
  }

  @Test
  void aFencedProducerIsReplacedForItsTransactionMayOnlyHaveTakenTooLong() {
    failOnce(new ProducerFencedException("fenced"));

    commit("a", offset(7, "p"));

    assertEquals(List.of("a"), committed());
    assertFalse(log.isReplaced());
  }

  @Test
  void whomTheGroupKnowsByAnotherNameCommitsNoMore() {
    log.start();
    producers.getLast().sendOffsetsToTransactionException =
        new FencedInstanceIdException("another");
    assertThrows(KafkaException.class, () -> commit("a", offset(7, "p")));

    assertTrue(log.isReplaced());
    assertThrows(FencedInstanceIdException.class, () -> commit("a", offset(7, "p")));
    assertEquals(1, producers.size());
  }

  /** Lets the commit of {@code a} with offset 7 fail as it ends. */
  private void failOnce(KafkaException failure) {
    log.start();
    producers.getLast().commitTransactionException = failure;
    assertThrows(KafkaException.class, () -> commit("a", offset(7, "p")));
  }

  private void commit(String value, Map<TopicPartition, OffsetAndMetadata> offsets) {
    log.commit(List.of(new ProducerRecord<>("output", value.getBytes(UTF_8))), offsets, MEMBER);
  }

  private static Map<TopicPartition, OffsetAndMetadata> offset(long offset, String metadata) {
    return Map.of(INPUT, new OffsetAndMetadata(offset, metadata));
  }

  /** What the last producer committed. */
  private List<String> committed() {
    return producers.getLast().history().stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }
}
