package io.atalaya.adapter.kafka.pipeline;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Finds out, again and again, how far the logs go and how far they were read, once the group has
 * said that this instance is still its member: else nothing that it shows is its to show.
 *
 * <p>One thread runs it; what it found may be read by any.
 */
final class Locator {

  /** The exit code of a process that another of the same name has replaced. */
  private static final int EXIT_REPLACED = 3;

  private static final Logger LOG = Logger.getLogger(Locator.class);

  /** How often the groups are asked whether this instance is still their member. */
  private static final long ASK_MILLIS = 2_000;

  /** A round that took so long may have been interrupted by anything. */
  private static final long DELAY_MILLIS = 3_000;

  private static final long ANSWER_SECONDS = 10;

  private final KafkaClientService clients;
  private final LogEnds ends;
  private final Membership membership;
  private final Instance instance;
  private final Supplier<Boolean> replaced;
  private final ObservationStage observations;
  private final ModelStage models;
  private final Runnable undelayed;
  private final InstantSource clock;
  private long askedMillis;
  private volatile long polledMillis;
  private volatile long lagRecords;

  /**
   * @param replaced whether a transaction was refused because another process has this one's name
   * @param undelayed is told of every round that nothing can have interrupted
   */
  Locator(
      KafkaClientService clients,
      LogEnds ends,
      Membership membership,
      Instance instance,
      Supplier<Boolean> replaced,
      ObservationStage observations,
      ModelStage models,
      Runnable undelayed,
      InstantSource clock) {
    this.clients = clients;
    this.ends = ends;
    this.membership = membership;
    this.instance = instance;
    this.replaced = replaced;
    this.observations = observations;
    this.models = models;
    this.undelayed = undelayed;
    this.clock = clock;
  }

  /** When the last complete round began, in milliseconds since the epoch; 0 before the first. */
  long polledMillis() {
    return polledMillis;
  }

  /** The records of the inputs that were not read yet. */
  long lagRecords() {
    return lagRecords;
  }

  /** Asks once. */
  void run() throws Exception {
    long asked = clock.millis();
    if (!isMember(asked) || !clients.getConsumerChannels().containsAll(Channels.PARTITIONED)) {
      return;
    }
    KafkaConsumer<byte[], byte[]> observed = clients.getConsumer(Channels.OBSERVATIONS);
    Set<TopicPartition> assigned =
        onPollingThread(observed, consumer -> new HashSet<>(consumer.assignment()));
    Map<TopicPartition, Long> ended = ends.of(assigned).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    lagRecords =
        onPollingThread(
            observed, consumer -> lag(observations.located(consumer, ended, asked), ended));
    var unused =
        onPollingThread(
            clients.<byte[], byte[]>getConsumer(Channels.PARTIALS),
            consumer -> models.located(consumer, Map.of(), asked));
    if (clock.millis() - asked < DELAY_MILLIS) {
      undelayed.run();
    }
    polledMillis = asked;
  }

  private static long lag(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ended) {
    return positions.entrySet().stream()
        .mapToLong(
            position ->
                Math.max(0, ended.getOrDefault(position.getKey(), 0L) - position.getValue()))
        .sum();
  }

  /**
   * Whether the partitions are still this instance's. The groups are asked now and then, and after
   * any delay, which may have been long enough for them to give the partitions away.
   */
  private boolean isMember(long nowMillis) throws Exception {
    if (replaced.get()) {
      return endReplaced();
    }
    if (nowMillis - polledMillis < DELAY_MILLIS && nowMillis - askedMillis < ASK_MILLIS) {
      return true;
    }
    return switch (membership.ask()) {
      case MEMBER -> {
        askedMillis = nowMillis;
        yield true;
      }
      case EXPELLED -> false;
      case REPLACED -> endReplaced();
    };
  }

  /**
   * Ends the process at once: whatever it still did, the other one does. An orderly end would give
   * back partitions that are no longer its own.
   */
  private boolean endReplaced() {
    LOG.errorf(
        "Another process is instance '%s' now, and this one ends: give each its own ATALAYA_INSTANCE",
        instance.name());
    Runtime.getRuntime().halt(EXIT_REPLACED);
    return false;
  }

  private static <T> T onPollingThread(
      KafkaConsumer<byte[], byte[]> consumer, Function<Consumer<byte[], byte[]>, T> action)
      throws Exception {
    return consumer
        .runOnPollingThread(action)
        .subscribeAsCompletionStage()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
