package io.atalaya.adapter.kafka.pipeline;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a stage, one at a time. One that fails is tried again as it was, before
 * anything new is collected, until it succeeds or the partitions are given away.
 *
 * <p>Safe for use by several threads.
 */
final class Commits {

  private static final Logger LOG = Logger.getLogger(Commits.class);

  /**
   * What one transaction commits.
   *
   * @param records the records
   * @param offsets the offsets, and what their metadata says
   * @param group in whose generation; the broker refuses another
   */
  record Commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {}

  private final String name;
  private final TransactionalLog log;
  private final InstantSource clock;
  private final ReentrantLock committing = new ReentrantLock();
  private @Nullable Commit failed;

  /** Since when commits fail; 0 while they do not. Read by probes, which must not wait. */
  private volatile long failingSinceMillis;

  /**
   * @param name what the stage does, for messages
   */
  Commits(String name, TransactionalLog log, InstantSource clock) {
    this.name = name;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Commits what failed before, or else what is collected now. Errors are logged; the next call
   * retries.
   *
   * @param collect what there is to commit; null when there is nothing
   */
  void commit(Supplier<@Nullable Commit> collect) {
    committing.lock();
    try {
      Commit commit = failed != null ? failed : collect.get();
      if (commit == null) {
        return;
      }
      failed = commit;
      log.commit(commit.records, commit.offsets, commit.group);
      failed = null;
      failingSinceMillis = 0;
    } catch (KafkaException failure) {
      if (failingSinceMillis == 0) {
        failingSinceMillis = clock.millis();
      }
      LOG.warnf("%s: could not commit, will try again: %s", name, failure.toString());
    } finally {
      committing.unlock();
    }
  }

  /**
   * Gives up what failed, since its partitions are given away; nothing is committed meanwhile.
   *
   * @param giveAway takes whether everything that was collected has been committed
   */
  void end(Consumer<Boolean> giveAway) {
    committing.lock();
    try {
      giveAway.accept(failed == null);
      failed = null;
    } finally {
      committing.unlock();
    }
  }

  /** Whether no commit succeeded for {@code millis}, although one was tried. */
  boolean isFailingFor(long millis) {
    long since = failingSinceMillis;
    return since != 0 && clock.millis() - since >= millis;
  }
}
