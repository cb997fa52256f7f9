package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.adapter.kafka.decode.Decoded;
import io.atalaya.adapter.kafka.decode.EventDecoder;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Lifecycle;
import io.atalaya.monitor.References;
import io.atalaya.monitor.VersionReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears {@code monitoring.references}, and {@code model.lifecycle} as far as references are learned
 * anew: to their ends before anything is counted, since what was counted against a reference must
 * not be learned from again, and then what comes. Each record is taken once: what is in force must
 * not fall back while the topic is read a second time.
 *
 * <p>One thread after the other.
 */
@ApplicationScoped
class ReferenceFeed {

  private static final Logger LOG = Logger.getLogger(ReferenceFeed.class);

  private final References references;
  private final InstantSource clock;
  private final EventDecoder decoder = new EventDecoder();
  private final Map<TopicPartition, Long> nextOffsets = new ConcurrentHashMap<>();

  /** The profiles of the seasons of seasonal references, shared with these. */
  private final Map<ReferenceRecords.Key, ReferenceProfile> seasons = new ConcurrentHashMap<>();

  ReferenceFeed(References references, InstantSource clock) {
    this.references = references;
    this.clock = clock;
  }

  /**
   * Takes all references and deployments on the log.
   *
   * @throws UnusableClusterException when a topic cannot be read
   */
  void load(Map<String, Object> kafka) {
    Backlog.read(kafka, List.of(Topics.REFERENCES, Topics.LIFECYCLE), this::read);
  }

  /** Takes one record that came since. */
  void hear(ConsumerRecord<byte[], byte[]> record) {
    VersionReference heard = read(record);
    if (heard != null) {
      warnIfLate(heard);
    }
  }

  /** Takes a record; one that is no reference is told and left. */
  private @Nullable VersionReference read(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() < nextOffsets.getOrDefault(partition, 0L)) {
      return null;
    }
    nextOffsets.put(partition, record.offset() + 1);
    return record.topic().equals(Topics.LIFECYCLE) ? deployment(record) : reference(record);
  }

  private @Nullable VersionReference reference(ConsumerRecord<byte[], byte[]> record) {
    try {
      ReferenceRecords.Key key = ReferenceRecords.readKey(record.key());
      if (!key.season().isEmpty()) {
        season(key, record.value());
        return null;
      }
      if (record.value() == null) {
        references.remove(key.model(), key.version(), key.id());
        return null;
      }
      if (key.id().equals(ReferenceRecords.RESTART)) {
        references.restarted(
            key.model(), key.version(), ReferenceRecords.readRestart(record.value()));
        return null;
      }
      VersionReference known = ReferenceRecords.read(record.value(), this::season);
      references.put(known.model(), known.version(), known.reference());
      return known;
    } catch (IOException | RuntimeException unreadable) {
      LOG.warnf(
          "Ignoring what is no reference at %s-%d@%d: %s",
          record.topic(), record.partition(), record.offset(), unreadable.getMessage());
      return null;
    }
  }

  /** Takes a season of a seasonal reference, which counts once the reference names it. */
  private void season(ReferenceRecords.Key key, byte @Nullable [] value) throws IOException {
    if (value == null) {
      seasons.remove(key);
    } else {
      seasons.put(key, ReferenceRecords.readSeason(value));
    }
  }

  private ReferenceProfile season(ReferenceRecords.Key key) {
    ReferenceProfile known = seasons.get(key);
    if (known == null) {
      throw new IllegalArgumentException("season " + key.season() + " was not there before");
    }
    return known;
  }

  /** Takes note of a deployment, at the time from which on everybody can know of it. */
  private @Nullable VersionReference deployment(ConsumerRecord<byte[], byte[]> record) {
    if (decoder.decode(EventKind.LIFECYCLE, record.value(), record.headers(), record.timestamp())
            instanceof Decoded.Accepted(Lifecycle change)
        && change.change() == Lifecycle.Change.DEPLOYED) {
      references.deployed(
          change.model(), change.version(), Math.max(change.timeMillis(), record.timestamp()));
    }
    return null;
  }

  private void warnIfLate(VersionReference heard) {
    Reference reference = heard.reference();
    OptionalLong changed =
        reference.withdrawnMillis().isPresent()
            ? reference.withdrawnMillis()
            : reference.promotedMillis();
    long lateMillis = clock.millis() - changed.orElse(Long.MAX_VALUE);
    if (lateMillis > 0) {
      LOG.warnf(
          "Reference %s of %s, version %s, was heard of %d ms after it changed: what was counted"
              + " meanwhile is not compared",
          reference.id(), heard.model(), heard.version(), lateMillis);
    }
  }
}
