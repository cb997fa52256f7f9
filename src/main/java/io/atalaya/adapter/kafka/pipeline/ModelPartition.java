package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.cache.Decision;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Lifecycle;
import io.atalaya.monitor.Loss;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelPlan;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorMetrics.Result;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.Partial;
import io.atalaya.monitor.PartialKey;
import io.atalaya.monitor.References;
import io.atalaya.window.Panes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The models of one model partition, which one instance owns at a time.
 *
 * <p>Taking over means reading the partition's partials and states from the beginning. Nothing is
 * judged before both were read to where they ended at that time. One writer.
 */
final class ModelPartition implements Stage.Part {

  private static final Logger LOG = Logger.getLogger(ModelPartition.class);

  /** How much event time may pass before an unchanged state is written again. */
  private static final long STATE_EVERY_MILLIS = 60_000;

  /** The bytes before the part of a state that only changes when something happens. */
  private static final int STATE_HEAD = 1 + Long.BYTES;

  private final int partition;
  private final MonitorSettings settings;
  private final References references;
  private final MonitorMetrics metrics;
  private final Map<String, InputPartition> inputs;
  private final long[] progressMillis;
  private final Map<String, Owned> models = new HashMap<>();
  private final Map<Integer, Loss> losses = new HashMap<>();
  private final Map<Integer, Long> unseenMillis = new HashMap<>();

  /** The models that this pass has still to judge. */
  private final Queue<Owned> toJudge = new ArrayDeque<>();

  /** The models with data that their drift figures do not show yet, the longest waiting first. */
  private final SequencedSet<Owned> toCompare = new LinkedHashSet<>();

  /** How much event time may pass before an unchanged model is shown again: it grows older. */
  private static final long SHOWN_EVERY_MILLIS = 10_000;

  /** A model and the state of it that was written last. */
  private static final class Owned {
    private final String model;
    private final ModelMonitor monitor;
    private byte[] written = new byte[0];
    private long writtenMillis = Long.MIN_VALUE;
    private long encodedMillis = Long.MIN_VALUE;
    private long movedMillis = Long.MIN_VALUE;
    private boolean told = true;
    private boolean changed = true;

    Owned(String model, ModelMonitor monitor) {
      this.model = model;
      this.monitor = monitor;
    }
  }

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
  public void read(ConsumerRecord<byte[], byte[]> record) {
    InputPartition input = inputs.get(record.topic());
    if (input == null) {
      return;
    }
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
    Owned known = models.get(change.model());
    if (known == null && !settings.models().containsKey(change.model())) {
      // Anybody can name a model; it is offered again once there is something of it to watch.
      return;
    }
    owned(change.model())
        .monitor
        .put(change, from, offset)
        .ifPresent(
            decision -> {
              owned(change.model()).told = true;
              metrics.events(Topics.LIFECYCLE, Result.ACCEPTED, 1);
              publish(change.model(), decision, records);
            });
  }

  /**
   * Judges what has settled, and adds what that brings forth to {@code records}. Where that takes
   * longer than {@code nanos}, as when the drift windows of many models close, the next call goes
   * on with the other models.
   */
  void judge(
      ToLongFunction<String> epochs, List<ProducerRecord<byte[], byte[]>> records, long nanos) {
    long progress = Arrays.stream(progressMillis).min().orElseThrow();
    if (progress == Long.MIN_VALUE) {
      return;
    }
    Loss loss = losses.values().stream().reduce(Loss.NONE, Loss::and);
    if (toJudge.isEmpty()) {
      toJudge.addAll(models.values());
    }
    long started = System.nanoTime();
    Owned owned = toJudge.poll();
    while (owned != null) {
      try {
        owned.monitor.lost(loss);
        judge(owned, progress, epochs.applyAsLong(owned.model), records);
      } catch (RuntimeException defect) {
        LOG.errorf(defect, "Cannot judge model %s; the others are judged", owned.model);
      }
      owned = System.nanoTime() - started < nanos ? toJudge.poll() : null;
    }
  }

  private void judge(
      Owned owned, long progress, long epoch, List<ProducerRecord<byte[], byte[]>> records) {
    String model = owned.model;
    owned.monitor.raiseEpoch(epoch);
    long judged = owned.monitor.judgedMillis();
    ModelMonitor.Judgement judgement = owned.monitor.advance(progress);
    // Windows move at every pane, and what waits for an outcome grows older all the time.
    long moved = Panes.startOf(progress, Math.min(settings.pane().toMillis(), SHOWN_EVERY_MILLIS));
    if (moved > owned.movedMillis) {
      owned.movedMillis = moved;
      owned.changed = true;
      toCompare.add(owned);
    }
    owned.changed |= owned.monitor.judgedMillis() != judged;
    judgement.signals().forEach(signal -> records.add(LogRecords.signal(signal, partition)));
    judgement.decisions().forEach(decision -> publish(model, decision, records));
    judgement.references().forEach(learned -> records.add(ReferenceRecords.of(learned)));
    ProducerRecord<byte[], byte[]> state = changedState(model, owned);
    if (state != null) {
      records.add(state);
    }
  }

  /** Computes drift figures anew, those that waited longest first, for about {@code nanos}. */
  void refreshDrift(long nanos) {
    long started = System.nanoTime();
    while (!toCompare.isEmpty() && System.nanoTime() - started < nanos) {
      Owned owned = toCompare.removeFirst();
      owned.monitor.refreshDrift();
      owned.changed = true;
    }
  }

  /** Has all models shown again. */
  void showAll() {
    models.values().forEach(owned -> owned.changed = true);
  }

  /** The snapshots of the models that changed since the last call. */
  List<ModelSnapshot> snapshots() {
    List<ModelSnapshot> snapshots = new ArrayList<>();
    for (Owned owned : models.values()) {
      if (owned.changed) {
        snapshots.add(owned.monitor.snapshot());
        owned.changed = false;
      }
    }
    return snapshots;
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
    Owned owned = owned(key.model());
    owned.monitor.put(partial);
    owned.changed = true;
    if (key.part() == PartialKey.Part.FEATURE) {
      toCompare.add(owned);
    }
  }

  private void readState(ConsumerRecord<byte[], byte[]> record) {
    String model = new String(record.key(), StandardCharsets.UTF_8);
    owned(model).monitor.restoreFrom(new ByteReader(record.value()));
  }

  private @Nullable ProducerRecord<byte[], byte[]> changedState(String model, Owned owned) {
    long judged = owned.monitor.judgedMillis();
    if (judged == owned.encodedMillis && !owned.told) {
      // Between two boundaries only a change of the model can change what is to be remembered.
      return null;
    }
    owned.encodedMillis = judged;
    owned.told = false;
    ByteWriter out = new ByteWriter();
    owned.monitor.writeTo(out);
    byte[] state = out.toByteArray();
    boolean same =
        Arrays.equals(
            state,
            Math.min(STATE_HEAD, state.length),
            state.length,
            owned.written,
            Math.min(STATE_HEAD, owned.written.length),
            owned.written.length);
    if (same && judged < owned.writtenMillis + STATE_EVERY_MILLIS) {
      return null;
    }
    owned.written = state;
    owned.writtenMillis = judged;
    return new ProducerRecord<>(
        Topics.STATE, partition, model.getBytes(StandardCharsets.UTF_8), state);
  }

  private void publish(
      String model, Decision decision, List<ProducerRecord<byte[], byte[]>> records) {
    switch (decision) {
      case Decision.Sent(var invalidation) -> {
        records.add(LogRecords.invalidation(invalidation, partition));
        metrics.invalidation(model, invalidation.reason(), "sent");
      }
      case Decision.DryRun(var invalidation) -> {
        records.add(LogRecords.invalidation(invalidation, partition));
        metrics.invalidation(model, invalidation.reason(), "dry_run");
      }
      case Decision.Suppressed(String reason, long ignored) ->
          metrics.invalidation(model, reason, "suppressed");
      case Decision.NotConcerned() -> {}
    }
  }

  private Owned owned(String model) {
    return models.computeIfAbsent(
        model,
        name ->
            new Owned(
                name,
                new ModelMonitor(name, new ModelPlan(settings, settings.of(name)), references)));
  }
}
