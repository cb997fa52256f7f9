package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Prediction;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The values that an index contributes to a learned reference, of the predictions of the first
 * {@code over} milliseconds of its period: of each feature the numbers with the smallest id hashes,
 * and how often each name was seen.
 *
 * <p>Sent when it is complete; until then only {@link Progress} is. Memory: at most {@code size}
 * numbers a feature, and its names. One writer.
 */
final class LearningSample {

  /**
   * How far an index has come, sent under the empty feature name.
   *
   * @param counts the predictions of each slice, by its part
   */
  record Progress(
      long firstMillis,
      long predictions,
      Map<Integer, PredictionCounts> counts,
      boolean complete,
      Set<String> features) {
    void writeTo(ByteWriter out) {
      out.writeSigned(firstMillis).writeUnsigned(predictions);
      write(counts, out);
      out.writeByte(complete ? 1 : 0).writeUnsigned(features.size());
      features.forEach(out::writeString);
    }

    static Progress readFrom(ByteReader in) {
      long first = in.readSigned();
      long predictions = in.readUnsigned();
      Map<Integer, PredictionCounts> counts = readCounts(in);
      boolean complete = in.readByte() == 1;
      Set<String> features = new TreeSet<>();
      for (int i = in.readCount(); i > 0; i--) {
        features.add(in.readString());
      }
      return new Progress(first, predictions, counts, complete, features);
    }
  }

  private static final long UNSET = Long.MAX_VALUE;

  private final int size;
  private final long overMillis;
  private final LearningSlices slices;
  private final FirstFeatures<RawValues> samples = new FirstFeatures<>();
  private long firstMillis = UNSET;
  private long predictions;
  private Map<Integer, PredictionCounts> counts = new TreeMap<>();
  private boolean complete;
  private boolean changed;

  LearningSample(int size, long overMillis, LearningSlices slices) {
    this.size = size;
    this.overMillis = overMillis;
    this.slices = slices;
  }

  /** Whether a prediction of {@code timeMillis} is still one to learn from. */
  boolean covers(long timeMillis) {
    return !complete && (firstMillis == UNSET || timeMillis < firstMillis + overMillis);
  }

  /** Whether nothing was learned yet, or all of it was handed over. */
  boolean isSent() {
    return firstMillis == UNSET || (complete && !changed);
  }

  /** Whether it still has every value that it was given. */
  boolean isWhole() {
    return predictions < size;
  }

  /** Learns from a prediction in the pane {@code paneMillis}. */
  void add(Prediction prediction, long paneMillis, boolean live) {
    predictions++;
    countsAt(paneMillis).add(prediction);
    learn(prediction, paneMillis, live);
  }

  /** Learns from a text that is scored, in the pane {@code paneMillis}. */
  void add(Assessment assessment, long paneMillis, boolean live) {
    countsAt(paneMillis).addScored();
    learn(assessment.watched(), paneMillis, live);
  }

  private PredictionCounts countsAt(long paneMillis) {
    return counts.computeIfAbsent(slices.partOf(paneMillis), any -> new PredictionCounts());
  }

  private void learn(Prediction prediction, long paneMillis, boolean live) {
    changed |= live;
    int part = slices.partOf(paneMillis);
    WatchedValues.forEach(
        prediction,
        (place, feature, number, name) -> {
          firstMillis = Math.min(firstMillis, paneMillis);
          RawValues sample = samples.of(feature, () -> new RawValues(size, LearningSlices.PARTS));
          if (sample != null) {
            sample.add(prediction.id().high(), number, name, part);
          }
        });
  }

  /** Whether all of it was read. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Takes note that no record of a time before {@code millis} can come any more. What was complete
   * before a restart was sent then.
   */
  void advance(long millis, boolean live) {
    if (!complete && firstMillis != UNSET && millis >= firstMillis + overMillis) {
      complete = true;
      changed |= live;
      if (!live) {
        samples.clear();
      }
    }
  }

  /** Writes all that was learned. */
  void writeTo(ByteWriter out) {
    out.writeSigned(firstMillis).writeUnsigned(predictions);
    write(counts, out);
    out.writeByte(complete ? 1 : 0).writeUnsigned(samples.size());
    samples.forEach(
        (feature, sample) -> {
          out.writeString(feature);
          sample.writeTo(out);
        });
  }

  /** Restores what {@link #writeTo} wrote, as what was handed over. */
  void restoreFrom(ByteReader in) {
    firstMillis = in.readSigned();
    predictions = in.readUnsigned();
    counts = readCounts(in);
    complete = in.readByte() == 1;
    for (int i = in.readCount(); i > 0; i--) {
      samples.put(in.readString(), RawValues.readFrom(in));
    }
  }

  /**
   * Hands over what changed: the progress, and once complete the samples, whose memory it frees.
   */
  void takeChanged(BiConsumer<String, Consumer<ByteWriter>> sink) {
    if (!changed) {
      return;
    }
    changed = false;
    Progress progress =
        new Progress(firstMillis, predictions, counts, complete, new TreeSet<>(samples.names()));
    if (complete) {
      samples.forEach((feature, sample) -> sink.accept(feature, sample::writeTo));
      samples.clear();
    }
    sink.accept("", progress::writeTo);
  }

  private static void write(Map<Integer, PredictionCounts> counts, ByteWriter out) {
    out.writeUnsigned(counts.size());
    counts.forEach(
        (part, ofPart) -> {
          out.writeByte(part);
          ofPart.writeTo(out);
        });
  }

  private static Map<Integer, PredictionCounts> readCounts(ByteReader in) {
    Map<Integer, PredictionCounts> counts = new TreeMap<>();
    for (int i = in.readCount(); i > 0; i--) {
      counts.put(in.readByte(), PredictionCounts.readFrom(in));
    }
    return counts;
  }
}
