package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.adapter.kafka.decode.Reason;
import io.atalaya.event.Event;
import io.atalaya.monitor.IndexMonitor;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decodes some records before the first of them is counted, so that the memory that all of them
 * need is waited for once. For one thread.
 */
final class LookAhead {

  private static final Logger LOG = Logger.getLogger(LookAhead.class);

  /** Enough records to wait for together, few enough to be still in the cache when counted. */
  static final int MOST = 32;

  private final EventDecoder decoder;
  private final IndexMonitor monitor;
  private final @Nullable Decoded[] decoded = new Decoded[MOST];

  LookAhead(EventDecoder decoder, IndexMonitor monitor) {
    this.decoder = decoder;
    this.monitor = monitor;
  }

  /** Decodes at most {@value #MOST} records of a topic that holds events of a kind. */
  void decode(List<ConsumerRecord<byte[], byte[]>> records, EventKind kind) {
    for (int i = 0; i < records.size(); i++) {
      decoded[i] = decode(records.get(i), kind);
    }
    // In a loop of its own: the processor looks only some hundred instructions ahead.
    for (int i = 0; i < records.size(); i++) {
      if (decoded[i] instanceof Decoded.Accepted(Event event)) {
        monitor.expect(event);
      }
    }
  }

  /** What became of the i-th record, to be asked for once. */
  Decoded take(int i) {
    Decoded taken = Objects.requireNonNull(decoded[i]);
    decoded[i] = null;
    return taken;
  }

  private Decoded decode(ConsumerRecord<byte[], byte[]> record, EventKind kind) {
    try {
      return decoder.decode(kind, record.value(), record.headers(), record.timestamp());
    } catch (RuntimeException defect) {
      return new Decoded.Rejected(Reason.INVALID, told(defect, record));
    }
  }

  /** What the dead letter says: one record that cannot be counted must not stop all that follow. */
  static String told(RuntimeException defect, ConsumerRecord<byte[], byte[]> record) {
    LOG.errorf(
        defect,
        "Cannot count the record at %s-%d@%d; it goes to the dead letters",
        record.topic(),
        record.partition(),
        record.offset());
    return "cannot be counted: " + defect;
  }
}
