package io.atalaya.adapter.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The topics of the public contract and how they are made.
 *
 * <p>The manifests in {@code kafka/topics} and {@code kafka/create-topics.sh} say the same; a test
 * compares the three.
 */
public final class Topics {

  public static final String PREDICTIONS = "inference.predictions";
  public static final String OUTCOMES = "inference.outcomes";
  public static final String INTERACTIONS = "inference.interactions";
  public static final String GENERATIONS = "inference.generations";
  public static final String LIFECYCLE = "model.lifecycle";
  public static final String REFERENCES = "monitoring.references";
  public static final String SCORES = "monitoring.scores";
  public static final String REKEYED = "monitoring.rekeyed";
  public static final String PARTIALS = "monitoring.partials";
  public static final String STATE = "monitoring.state";
  public static final String SNAPSHOTS = "monitoring.snapshots";
  public static final String SIGNALS = "monitoring.signals";
  public static final String INVALIDATIONS = "cache.invalidations";
  public static final String DIGESTS = "monitoring.digests";
  public static final String DEAD_LETTERS = "monitoring.dead-letters";

  /** The topics whose equal partitions make up one partition index. */
  public static final List<String> INDEXED =
      List.of(PREDICTIONS, OUTCOMES, INTERACTIONS, GENERATIONS, SCORES, REKEYED, SNAPSHOTS);

  /** The topics in which a model has the same partition in each. */
  public static final List<String> BY_MODEL =
      List.of(PARTIALS, STATE, SIGNALS, INVALIDATIONS, DIGESTS);

  /** The partitions of each of {@link #INDEXED}: the bound on the instances that share the load. */
  public static final int DEFAULT_INDEXES = 12;

  /** The partitions of each of {@link #BY_MODEL}. */
  public static final int DEFAULT_MODEL_PARTITIONS = 6;

  /** Covers a drift window of 7 days, a label horizon of 24 hours and a week to repair a fault. */
  private static final Duration REPLAY = Duration.ofDays(14);

  private static final Duration KEEP_SNAPSHOTS = Duration.ofDays(7);
  private static final Duration COMPACT_AFTER = Duration.ofDays(7);

  /** Two weeks that a report compares, and time to ask for an older one. */
  private static final Duration KEEP_DIGESTS = Duration.ofDays(35);

  private static final Duration KEEP_DEAD_LETTERS = Duration.ofDays(30);
  private static final Duration KEEP_LIFECYCLE = Duration.ofDays(365);

  /** A reference of 250 features, or the state of a model with as many windows that run on. */
  public static final String MAX_RECORD_BYTES = "16777216";

  private static final String SNAPSHOT_SEGMENT_BYTES = "67108864";

  private Topics() {}

  /** All topics with the default numbers of partitions. */
  public static List<TopicDefinition> definitions() {
    return definitions(DEFAULT_INDEXES, DEFAULT_MODEL_PARTITIONS);
  }

  /**
   * All topics, inputs first.
   *
   * @param indexes the partitions of each of {@link #INDEXED}
   * @param modelPartitions the partitions of each of {@link #BY_MODEL}
   */
  public static List<TopicDefinition> definitions(int indexes, int modelPartitions) {
    return List.of(
        input(PREDICTIONS, indexes, REPLAY),
        input(OUTCOMES, indexes, REPLAY),
        input(INTERACTIONS, indexes, REPLAY),
        input(GENERATIONS, indexes, REPLAY),
        // What this pipeline computes of texts is an input like any other.
        input(SCORES, indexes, REPLAY),
        // Forwarded records keep their original timestamps, and a replay needs them like the rest.
        // Compaction thins out the statements of progress, whose keys repeat.
        new TopicDefinition(
            REKEYED,
            indexes,
            Map.of(
                "cleanup.policy",
                "compact,delete",
                "message.timestamp.type",
                "CreateTime",
                "retention.ms",
                millis(REPLAY),
                "segment.ms",
                millis(Duration.ofHours(1)))),
        // An index keeps its last two and deletes those before; segments are what is deleted.
        new TopicDefinition(
            SNAPSHOTS,
            indexes,
            Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                millis(KEEP_SNAPSHOTS),
                "segment.bytes",
                SNAPSHOT_SEGMENT_BYTES)),
        input(LIFECYCLE, 1, KEEP_LIFECYCLE),
        new TopicDefinition(
            REFERENCES,
            1,
            Map.of("cleanup.policy", "compact", "max.message.bytes", MAX_RECORD_BYTES)),
        // A closed segment is what compaction works on; hourly ones keep a restart's reading short.
        new TopicDefinition(
            PARTIALS,
            modelPartitions,
            Map.of(
                "cleanup.policy", "compact,delete",
                "retention.ms", millis(REPLAY),
                "segment.ms", millis(Duration.ofHours(1)))),
        new TopicDefinition(
            STATE,
            modelPartitions,
            Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                MAX_RECORD_BYTES,
                "segment.ms",
                millis(Duration.ofHours(1)))),
        history(SIGNALS, modelPartitions),
        history(INVALIDATIONS, modelPartitions),
        new TopicDefinition(
            DIGESTS,
            modelPartitions,
            Map.of("cleanup.policy", "delete", "retention.ms", millis(KEEP_DIGESTS))),
        new TopicDefinition(
            DEAD_LETTERS,
            modelPartitions,
            Map.of("cleanup.policy", "delete", "retention.ms", millis(KEEP_DEAD_LETTERS))));
  }

  /** What producers publish: the broker's clock decides what is late. */
  private static TopicDefinition input(String name, int partitions, Duration retention) {
    return new TopicDefinition(
        name,
        partitions,
        Map.of(
            "cleanup.policy", "delete",
            "message.timestamp.type", "LogAppendTime",
            "retention.ms", millis(retention)));
  }

  /** A week of every record, and of each key the last for ever. */
  private static TopicDefinition history(String name, int partitions) {
    return new TopicDefinition(
        name,
        partitions,
        Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", millis(COMPACT_AFTER)));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
