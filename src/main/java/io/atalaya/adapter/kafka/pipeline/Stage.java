package io.atalaya.adapter.kafka.pipeline;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One of the two stages: the parts of a consumer's topics that this instance owns, equal partition
 * numbers together, and the transactions in which their results and offsets are committed.
 *
 * <p>Partitions come and go, and records arrive, on the consumer's own thread; each part is counted
 * by one of the workers; another thread commits. A commit stops the workers only while it collects,
 * so that it sees every part between two records.
 *
 * @param <P> what is kept of one partition number
 */
abstract class Stage<P extends Part> implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Stage.class);

  /** So many records are counted before a commit may come in between. */
  private static final int SLICE = 2_000;

  private final String name;
  private final Commits commits;
  private final Workers workers;

  /** Shared by the workers, each with its own parts; exclusive for whoever needs several parts. */
  private final ReentrantReadWriteLock counting = new ReentrantReadWriteLock(true);

  private final Lock lock = counting.writeLock();
  private final TreeMap<Integer, P> parts = new TreeMap<>();

  /** Given away in the rebalance that is under way, fully committed. */
  private final TreeMap<Integer, P> parked = new TreeMap<>();

  private int parkedGeneration = -1;

  /** The numbers whose parts a worker is busy with, and which no commit may touch. */
  private final Set<Integer> aside = new HashSet<>();

  /** Assigned, and not taken over yet. */
  private final Set<TopicPartition> toOpen = new HashSet<>();

  private @Nullable Consumer<?, ?> consumer;
  private @Nullable ConsumerGroupMetadata group;

  /** Read by probes and scrapes, which must not wait for a batch. */
  private volatile boolean replaying = true;

  /**
   * @param name what the stage does, for messages
   * @param threads how many count
   */
  Stage(String name, int threads, TransactionalLog log, InstantSource clock) {
    this.name = name;
    workers = new Workers(name, threads);
    commits = new Commits(name, log, clock);
  }

  /** Opens newly assigned partitions and moves the consumer to where reading has to start. */
  abstract Map<Integer, P> open(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

  /**
   * Collects what there is to commit.
   *
   * @param records takes the records
   * @param offsets takes the offsets; without any nothing is committed
   */
  abstract void collect(
      Map<Integer, P> owned,
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets);

  /** The next collection is the last for now: nothing is to be held back. */
  void hasten() {}

  /** A partition number is no longer this instance's. */
  void closed(P part) {}

  /** A partition number that was closed a moment ago is this instance's again. */
  void resumed(P part) {}

  /** Takes note of what was polled, on the consumer's thread, and may let partitions wait. */
  void polled(Consumer<?, ?> consumer, ConsumerRecords<byte[], byte[]> records) {}

  /** Takes note of positions and of where the partitions ended, as {@link #polled}. */
  void located(
      Consumer<?, ?> consumer,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, Long> ends) {}

  /** Takes what was polled, on the consumer's thread; waits while too much is still to count. */
  final void consume(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      P part = parts.get(partition.partition());
      if (part != null) {
        List<ConsumerRecord<byte[], byte[]>> polled = records.records(partition);
        for (int from = 0; from < polled.size(); from += SLICE) {
          var slice = polled.subList(from, Math.min(polled.size(), from + SLICE));
          give(partition.partition(), slice.size(), () -> part.read(partition.topic(), slice));
        }
      }
    }
    Consumer<?, ?> polling = consumer;
    if (polling != null && !records.isEmpty()) {
      polled(polling, records);
    }
  }

  private void give(int number, int records, Runnable work) {
    workers.give(
        number,
        records,
        () -> {
          counting.readLock().lock();
          try {
            work.run();
          } finally {
            counting.readLock().unlock();
          }
        });
  }

  /**
   * Sets a part aside, while a commit is collected: its worker does this with it, between two
   * slices of its records. What takes long holds up neither commits nor the other workers.
   */
  final void setAside(int number, Runnable work) {
    aside.add(number);
    workers.give(
        number,
        0,
        () -> {
          work.run();
          lock.lock();
          try {
            aside.remove(number);
          } finally {
            lock.unlock();
          }
        });
  }

  /** Whether a commit has to leave the part of this number alone. */
  final boolean isAside(int number) {
    return aside.contains(number);
  }

  /** Takes over partitions, on the consumer's thread. */
  final void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    lock.lock();
    try {
      this.consumer = consumer;
      group = consumer.groupMetadata();
      replaying = true;
      toOpen.addAll(partitions);
      resume(consumer, group.generationId());
      openAssigned(consumer);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes on with the parts that come back in the generation after the one that they were given away
   * in: nobody else had them in between.
   */
  private void resume(Consumer<?, ?> consumer, int generation) {
    if (generation == parkedGeneration + 1) {
      parked.forEach(
          (number, part) -> {
            Set<TopicPartition> ofPart = part.partitions(number);
            if (toOpen.containsAll(ofPart)) {
              part.inputs()
                  .forEach(
                      (topic, input) ->
                          consumer.seek(new TopicPartition(topic, number), input.nextOffset()));
              toOpen.removeAll(ofPart);
              parts.put(number, part);
              resumed(part);
            }
          });
      LOG.infof("%s: kept %d partitions", name, parts.size());
    }
    parked.clear();
  }

  /** A broker that does not answer now is asked again: see {@link #located}. */
  private void openAssigned(Consumer<?, ?> consumer) {
    if (toOpen.isEmpty()) {
      return;
    }
    try {
      Map<Integer, P> opened = open(consumer, Set.copyOf(toOpen));
      parts.putAll(opened);
      toOpen.clear();
      LOG.infof("%s: took over %d partitions", name, opened.size());
    } catch (KafkaException failure) {
      LOG.warnf("%s: could not take over, will try again: %s", name, failure.toString());
    }
  }

  /** Gives partitions up, on the consumer's thread; what is counted so far is committed first. */
  final void revoked(Collection<TopicPartition> partitions) {
    workers.drain();
    hasten();
    commit();
    commits.end(allCommitted -> giveAway(partitions, allCommitted));
  }

  private void giveAway(Collection<TopicPartition> partitions, boolean allCommitted) {
    lock.lock();
    try {
      parked.clear();
      parkedGeneration = group == null ? -1 : group.generationId();
      for (TopicPartition partition : partitions) {
        P part = parts.remove(partition.partition());
        if (part != null) {
          closed(part);
          if (allCommitted && part.isRecovered()) {
            parked.put(partition.partition(), part);
          }
        }
      }
      toOpen.clear();
      group = null;
      replaying = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of the consumer's positions, on its own thread, and of where the partitions ended at
   * {@code endsAtMillis}.
   *
   * @return the positions; empty while partitions are still to be taken over
   */
  final Map<TopicPartition, Long> located(
      Consumer<?, ?> consumer, Map<TopicPartition, Long> ends, long endsAtMillis) {
    if (!toOpen.isEmpty()) {
      lock.lock();
      try {
        openAssigned(consumer);
      } finally {
        lock.unlock();
      }
      return Map.of();
    }
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      positions.put(partition, position);
      P part = parts.get(partition.partition());
      InputPartition input = part == null ? null : part.inputs().get(partition.topic());
      if (input != null) {
        // Given after all that was polled before, so by then it is counted.
        give(
            partition.partition(),
            0,
            () -> {
              input.processedTo(position);
              input.ended(ends.getOrDefault(partition, Long.MAX_VALUE), endsAtMillis);
            });
      }
    }
    located(consumer, positions, ends);
    return positions;
  }

  /** Ends the workers. */
  @Override
  public final void close() {
    workers.close();
  }

  /** Commits all that there is since the last time. Errors are logged; the next call retries. */
  final void commit() {
    commits.commit(this::collect);
  }

  /** Whether state is being rebuilt, or no partition is assigned yet. */
  final boolean isReplaying() {
    return replaying;
  }

  /** Whether no commit succeeded for {@code millis}, although one was tried. */
  final boolean isFailingFor(long millis) {
    return commits.isFailingFor(millis);
  }

  private Commits.@Nullable Commit collect() {
    lock.lock();
    try {
      replaying =
          group == null
              || !toOpen.isEmpty()
              || !parts.values().stream().allMatch(Part::isRecovered);
      ConsumerGroupMetadata current = group;
      if (current == null) {
        return null;
      }
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      collect(parts, records, offsets);
      return offsets.isEmpty() ? null : new Commits.Commit(records, offsets, current);
    } finally {
      lock.unlock();
    }
  }
}
