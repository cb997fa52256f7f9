package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.GeneratedText;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.generation.TextSink;
import io.atalaya.window.Panes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one partition index knows of the texts that a model generated: the names that they bring
 * along, and which of them are assessed.
 *
 * <p>Each text is assessed once, though an instance that fails may leave the next one to assess it
 * again. Memory: the identifiers of those assessed within about the grace. One writer.
 */
final class IndexedTexts {

  private final long paneMillis;
  private final long graceMillis;
  private final @Nullable ScoringSettings scoring;
  private final TextSink sink;
  private final GenerationLabels labels = new GenerationLabels();

  /** The identifiers by the start of the pane. */
  private final TreeMap<Long, Set<PredictionId>> panes = new TreeMap<>();

  /**
   * @param sink takes the texts that are to be scored
   */
  IndexedTexts(ModelPlan plan, TextSink sink) {
    this.sink = sink;
    scoring = plan.settings().scoring();
    paneMillis = plan.paneMillis();
    graceMillis = plan.graceMillis();
  }

  /** The generation as it is counted, under a version. */
  Generation labelled(Generation read, String version) {
    return labels.of(read, version);
  }

  /** Leaves the text of a generation to be scored, if it has one. */
  void leaveToBeScored(Generation generation) {
    ScoringSettings settings = scoring;
    if (settings != null) {
      GeneratedText.of(generation).ifPresent(text -> sink.offer(text, settings));
    }
  }

  /** The assessment as it is counted, under a version; empty when its text already has one. */
  Optional<Assessment> first(Assessment read, String version) {
    long pane = Panes.startOf(read.timeMillis(), paneMillis);
    return panes.computeIfAbsent(pane, any -> new HashSet<>()).add(read.id())
        ? Optional.of(labels.of(read, version))
        : Optional.empty();
  }

  /** Forgets those of which another assessment would be late. */
  void advance(long progressMillis) {
    panes.headMap(progressMillis - graceMillis - paneMillis).clear();
  }

  void writeTo(ByteWriter out) {
    labels.writeTo(out);
    out.writeUnsigned(panes.size());
    panes.forEach(
        (pane, ids) -> {
          out.writeSigned(pane).writeUnsigned(ids.size());
          ids.forEach(id -> out.writeBytes(id.utf8()));
        });
  }

  /** Restores what {@link #writeTo} wrote into a new one. */
  void restoreFrom(ByteReader in) {
    labels.restoreFrom(in);
    for (int i = in.readCount(); i > 0; i--) {
      long pane = in.readSigned();
      Set<PredictionId> ids = new HashSet<>();
      for (int left = in.readCount(); left > 0; left--) {
        byte[] utf8 = in.readBytes();
        ids.add(PredictionId.of(utf8, 0, utf8.length));
      }
      panes.put(pane, ids);
    }
  }
}
