package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.cache.invalidation.InvalidationListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Hears {@code cache.invalidations}: to its end before anything is served, since an answer that was
 * invalidated while this instance was away must not be given; and then what comes. Taking a record
 * again changes nothing. Safe for use by several threads.
 */
@ApplicationScoped
class InvalidationFeed {

  private static final Logger LOG = Logger.getLogger(InvalidationFeed.class);

  private final Announcements announcements;
  private final InvalidationListener cache;

  InvalidationFeed(Announcements announcements, InvalidationListener cache) {
    this.announcements = announcements;
    this.cache = cache;
  }

  /**
   * Takes all invalidations on the log.
   *
   * @throws UnusableClusterException when the topic cannot be read
   */
  void load(Map<String, Object> kafka) {
    Backlog.read(kafka, List.of(Topics.INVALIDATIONS), this::hear);
  }

  /** Takes a record; one that is no invalidation is told and left. */
  void hear(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    LogRecords.Heard heard;
    try {
      heard = LogRecords.readInvalidation(record.value());
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.warnf(
          "Ignoring an unreadable record at %s-%d@%d: %s",
          record.topic(), record.partition(), record.offset(), unreadable.getMessage());
      return;
    }
    if (!heard.dryRun()) {
      announcements.add(heard);
      cache.invalidated(heard.model(), heard.target(), heard.number(), record.timestamp());
    }
  }
}
