package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.DeadLetter;
import io.atalaya.adapter.kafka.decode.Reason;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorMetrics.Result;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What became of an index's records since the last flush: how many of each kind, and those that go
 * elsewhere, forwarded or as dead letters.
 *
 * <p>Records that are read again after a restart are not put here: what became of them is on the
 * log. One writer.
 */
final class Outbox {

  private final MonitorMetrics metrics;
  private final ResultCounts results = new ResultCounts();
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private long misrouted;

  Outbox(MonitorMetrics metrics) {
    this.metrics = metrics;
  }

  /** Counts an event that stays here. */
  void count(String topic, Result result) {
    results.add(topic, result);
  }

  /** Forwards a record to the index {@code home}. */
  void forward(ConsumerRecord<byte[], byte[]> record, int home) {
    results.add(record.topic(), Result.MISROUTED);
    misrouted++;
    records.add(Rekeyed.forward(record, home));
  }

  /**
   * Sends a record to the dead letters.
   *
   * @param topic where its event was published
   */
  void reject(ConsumerRecord<byte[], byte[]> record, String topic, Reason reason, String detail) {
    results.add(topic, Result.REJECTED);
    metrics.deadLetter(topic, reason.wireName());
    records.add(DeadLetter.of(record, reason, detail, DeadLetter.DEFAULT_MAX_BYTES));
  }

  /** The number of records that were forwarded since the last call. */
  long takeMisrouted() {
    long taken = misrouted;
    misrouted = 0;
    return taken;
  }

  /** The records that go elsewhere, since the last call. */
  List<ProducerRecord<byte[], byte[]>> takeRecords() {
    List<ProducerRecord<byte[], byte[]>> taken = List.copyOf(records);
    records.clear();
    return taken;
  }

  /** Adds what was counted to the counters. */
  void flushCounts() {
    results.flush(metrics);
  }
}
