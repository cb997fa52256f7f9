package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.event.Lifecycle;
import io.atalaya.monitor.Loss;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelPlan;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.Partial;
import io.atalaya.monitor.PartialKey;
import io.atalaya.monitor.References;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * The models of one model partition, which one instance owns at a time.
 *
 * <p>Taking over means reading the partition's partials and states from the beginning. Nothing is
 * judged before both were read to where they ended at that time. One writer.
 */
final class ModelPartition implements Part {

  private static final Logger LOG = Logger.getLogger(ModelPartition.class);

  private final int partition;
  private final MonitorSettings settings;
  private final References references;
  private final MonitorMetrics metrics;
  private final Map<String, InputPartition> inputs;
  private final long[] progressMillis;
  private final Map<String, OwnedModel> models = new HashMap<>();
  private final Map<Integer, Loss> losses = new HashMap<>();
  private final Map<Integer, Long> unseenMillis = new HashMap<>();

  /** The models that this pass has still to judge. */
  private final Queue<OwnedModel> toJudge = new ArrayDeque<>();

  /** The models with data that their drift figures do not show yet, the longest waiting first. */
  private final SequencedSet<OwnedModel> toCompare = new LinkedHashSet<>();

  /**
   * @param indexes the number of partition indexes that count
   * @param inputs the positions of {@code monitoring.partials} and {@code monitoring.state}
   */
  ModelPartition(
      int partition,
      int indexes,
      MonitorSettings settings,
      References references,
      MonitorMetrics metrics,
      Map<String, InputPartition> inputs) {
    this.partition = partition;
    this.settings = settings;
    this.references = references;
    this.metrics = metrics;
    this.inputs = inputs;
    progressMillis = new long[indexes];
    Arrays.fill(progressMillis, Long.MIN_VALUE);
  }

  @Override
  public Map<String, InputPartition> inputs() {
    return inputs;
  }

  /** The offset of the next partial to read. */
  long offsetToCommit() {
    InputPartition partials = inputs.get(Topics.PARTIALS);
    return partials == null ? 0 : partials.offsetToCommit();
  }

  /** Watches a configured model from the start: its thresholds are shown before its first event. */
  void watch(String model) {
    var unused = owned(model);
  }

  Set<String> models() {
    return models.keySet();
  }

  @Override
  public void read(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
    InputPartition input = inputs.get(topic);
    if (input != null) {
      records.forEach(record -> read(record, input));
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record, InputPartition input) {
    if (record.key() != null && record.value() != null) {
      try {
        if (record.topic().equals(Topics.PARTIALS)) {
          readPartial(record, input);
        } else if (!input.isLive(record.offset())) {
          // What was written since is this instance's own.
          readState(record);
        }
      } catch (RuntimeException unreadable) {
        LOG.warnf(
            "Ignoring an unreadable record at %s-%d@%d: %s",
            record.topic(), record.partition(), record.offset(), unreadable.getMessage());
      }
    }
    input.processed(record.offset(), record.timestamp());
  }

  /** Takes a change of one of the partition's models. */
  void change(
      Lifecycle change, int from, long offset, List<ProducerRecord<byte[], byte[]>> records) {
    OwnedModel known = models.get(change.model());
    if (known == null && !settings.models().containsKey(change.model())) {
      // Anybody can name a model; it is offered again once there is something of it to watch.
      return;
    }
    owned(change.model()).change(change, from, offset, records);
  }

  /** Up to which time every index has been read; the least of all longs before that is known. */
  long progressMillis() {
    return Arrays.stream(progressMillis).min().orElseThrow();
  }

  /**
   * Judges what has settled, and adds what that brings forth to {@code records}. Where that takes
   * longer than {@code nanos}, as when the drift windows of many models close, the next call goes
   * on with the other models.
   */
  void judge(
      ToLongFunction<String> epochs, List<ProducerRecord<byte[], byte[]>> records, long nanos) {
    long progress = progressMillis();
    if (progress == Long.MIN_VALUE) {
      return;
    }
    Loss loss = losses.values().stream().reduce(Loss.NONE, Loss::and);
    if (toJudge.isEmpty()) {
      toJudge.addAll(models.values());
    }
    long started = System.nanoTime();
    OwnedModel owned = toJudge.poll();
    while (owned != null) {
      try {
        if (owned.judge(progress, epochs.applyAsLong(owned.model()), loss, records)) {
          toCompare.add(owned);
        }
      } catch (RuntimeException defect) {
        LOG.errorf(defect, "Cannot judge model %s; the others are judged", owned.model());
      }
      owned = System.nanoTime() - started < nanos ? toJudge.poll() : null;
    }
  }

  /** Computes drift figures anew, those that waited longest first, for about {@code nanos}. */
  void refresh(long nanos) {
    long started = System.nanoTime();
    while (!toCompare.isEmpty() && System.nanoTime() - started < nanos) {
      toCompare.removeFirst().refresh();
    }
  }

  /** Has all models shown again. */
  void showAll() {
    models.values().forEach(OwnedModel::show);
  }

  /** The snapshots of the models that changed since the last call. */
  List<ModelSnapshot> snapshots() {
    return models.values().stream().map(OwnedModel::takeSnapshot).filter(Objects::nonNull).toList();
  }

  /** The append time of the oldest event whose figure is now shown; MAX_VALUE without one. */
  long takeOldestUnseenMillis() {
    long oldest =
        unseenMillis.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    unseenMillis.clear();
    return oldest;
  }

  private void readPartial(ConsumerRecord<byte[], byte[]> record, InputPartition input) {
    Partial partial = Partial.read(record.key(), record.value());
    PartialKey key = partial.key();
    if (key.part() == PartialKey.Part.PROGRESS) {
      if (key.index() < progressMillis.length) {
        progressMillis[key.index()] =
            Math.max(progressMillis[key.index()], partial.progressMillis());
        losses.put(key.index(), partial.loss());
        if (input.isLive(record.offset()) && partial.oldestMillis() != Long.MAX_VALUE) {
          unseenMillis.merge(key.index(), partial.oldestMillis(), Math::min);
        }
      }
      return;
    }
    OwnedModel owned = owned(key.model());
    owned.put(partial);
    if (key.part() == PartialKey.Part.FEATURE) {
      toCompare.add(owned);
    }
  }

  private void readState(ConsumerRecord<byte[], byte[]> record) {
    String model = new String(record.key(), StandardCharsets.UTF_8);
    owned(model).restoreFrom(record.value());
  }

  private OwnedModel owned(String model) {
    return models.computeIfAbsent(model, this::open);
  }

  private OwnedModel open(String model) {
    // The transaction that would have put it on the log may have failed.
    references.forgetUnheard(model);
    return new OwnedModel(
        model,
        new ModelMonitor(model, new ModelPlan(settings, settings.of(model)), references),
        partition,
        settings.pane().toMillis(),
        metrics);
  }
}
