package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.cache.invalidation.Decision;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Lifecycle;
import io.atalaya.monitor.LearningRestart;
import io.atalaya.monitor.Loss;
import io.atalaya.monitor.ModelLearning;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorMetrics.Result;
import io.atalaya.monitor.Partial;
import io.atalaya.window.Panes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A model that this instance judges, and what it has published of it: what a judgement brings forth
 * becomes records, and its state one more when that has changed.
 *
 * <p>One writer: the partition that the model belongs to.
 */
final class OwnedModel {

  private static final Logger LOG = Logger.getLogger(OwnedModel.class);

  /** How much event time may pass before an unchanged state is written again. */
  private static final long STATE_EVERY_MILLIS = 60_000;

  /** The bytes before the part of a state that only changes when something happens. */
  private static final int STATE_HEAD = 1 + Long.BYTES;

  /** How much event time may pass before an unchanged model is shown again: it grows older. */
  private static final long SHOWN_EVERY_MILLIS = 10_000;

  private final String model;
  private final ModelMonitor monitor;
  private final int partition;
  private final long shownEveryMillis;
  private final MonitorMetrics metrics;
  private byte[] written = new byte[0];
  private long writtenMillis = Long.MIN_VALUE;
  private long encodedMillis = Long.MIN_VALUE;
  private long movedMillis = Long.MIN_VALUE;
  private boolean told = true;
  private boolean changed = true;

  /**
   * @param partition the model's partition of the topics that are divided by model
   * @param paneMillis the length of a pane, in milliseconds
   */
  OwnedModel(
      String model, ModelMonitor monitor, int partition, long paneMillis, MonitorMetrics metrics) {
    this.model = model;
    this.monitor = monitor;
    this.partition = partition;
    shownEveryMillis = Math.min(paneMillis, SHOWN_EVERY_MILLIS);
    this.metrics = metrics;
  }

  String model() {
    return model;
  }

  void put(Partial partial) {
    monitor.put(partial);
    changed = true;
  }

  void restoreFrom(byte[] state) {
    monitor.restoreFrom(new ByteReader(state));
  }

  /** Takes a change of the model, found at an offset of a partition of {@code model.lifecycle}. */
  void change(
      Lifecycle change, int from, long offset, List<ProducerRecord<byte[], byte[]>> records) {
    monitor
        .put(change, from, offset)
        .ifPresent(
            decision -> {
              told = true;
              metrics.events(Topics.LIFECYCLE, Result.ACCEPTED, 1);
              publish(decision, records);
            });
  }

  /**
   * Judges what has settled, and adds what that brings forth to {@code records}.
   *
   * @param progress everything appended before this time was counted
   * @param epoch the greatest epoch of the model that was heard of
   * @return whether its windows have moved since they were last shown
   */
  boolean judge(
      long progress, long epoch, Loss loss, List<ProducerRecord<byte[], byte[]>> records) {
    monitor.lost(loss);
    monitor.raiseEpoch(epoch);
    long judged = monitor.judgedMillis();
    ModelMonitor.Judgement judgement = monitor.advance(progress);
    // Windows move at every pane, and what waits for an outcome grows older all the time.
    long moved = Panes.startOf(progress, shownEveryMillis);
    boolean moves = moved > movedMillis;
    movedMillis = Math.max(movedMillis, moved);
    changed |= moves || monitor.judgedMillis() != judged;
    judgement.signals().forEach(signal -> records.add(LogRecords.signal(signal, partition)));
    judgement.decisions().forEach(decision -> publish(decision, records));
    judgement.digests().forEach(digest -> records.add(DigestRecords.of(digest, partition)));
    publish(judgement.learned(), records);
    changedState().ifPresent(records::add);
    return moves;
  }

  private void publish(ModelLearning learned, List<ProducerRecord<byte[], byte[]>> records) {
    learned.references().forEach(reference -> records.add(ReferenceRecords.of(reference)));
    learned.surplus().forEach(old -> records.add(ReferenceRecords.removal(old)));
    for (LearningRestart restart : learned.restarts()) {
      LOG.warnf(
          "No reference was learned of %s, version %s: in %d of %d parts of the time a threshold was"
              + " broken. It is learned again from %s on",
          model,
          restart.version(),
          restart.slices() - restart.healthy(),
          restart.slices(),
          Instant.ofEpochMilli(restart.startMillis()));
      records.add(ReferenceRecords.of(restart));
    }
  }

  /** Computes its drift figures anew. */
  void refresh() {
    monitor.refresh();
    changed = true;
  }

  /** Has it shown again. */
  void show() {
    changed = true;
  }

  /** Its snapshot; null when nothing changed since the last one. */
  @Nullable ModelSnapshot takeSnapshot() {
    if (!changed) {
      return null;
    }
    changed = false;
    return monitor.snapshot();
  }

  private Optional<ProducerRecord<byte[], byte[]>> changedState() {
    long judged = monitor.judgedMillis();
    if (judged == encodedMillis && !told) {
      // Between two boundaries only a change of the model can change what is to be remembered.
      return Optional.empty();
    }
    encodedMillis = judged;
    told = false;
    ByteWriter out = new ByteWriter();
    monitor.writeTo(out);
    byte[] state = out.toByteArray();
    boolean same =
        Arrays.equals(
            state,
            Math.min(STATE_HEAD, state.length),
            state.length,
            written,
            Math.min(STATE_HEAD, written.length),
            written.length);
    if (same && judged < writtenMillis + STATE_EVERY_MILLIS) {
      return Optional.empty();
    }
    written = state;
    writtenMillis = judged;
    byte[] key = model.getBytes(StandardCharsets.UTF_8);
    return Optional.of(new ProducerRecord<>(Topics.STATE, partition, key, state));
  }

  private void publish(Decision decision, List<ProducerRecord<byte[], byte[]>> records) {
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
}
