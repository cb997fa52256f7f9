package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Prediction;
import io.atalaya.statistics.BottomSample;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The values that an index contributes to a learned reference: of each feature those with the
 * smallest id hashes among the predictions of the index's first {@code over} milliseconds.
 *
 * <p>Sent when it is complete; until then only {@link Progress} is. Memory: at most {@code size}
 * values a feature. One writer.
 */
final class LearningSample {

  /** How far an index has come, sent under the empty feature name. */
  record Progress(long firstMillis, long predictions, boolean complete, Set<String> features) {
    void writeTo(ByteWriter out) {
      out.writeSigned(firstMillis).writeUnsigned(predictions).writeByte(complete ? 1 : 0);
      out.writeUnsigned(features.size());
      features.forEach(out::writeString);
    }

    static Progress readFrom(ByteReader in) {
      long first = in.readSigned();
      long predictions = in.readUnsigned();
      boolean complete = in.readByte() == 1;
      Set<String> features = new TreeSet<>();
      for (int i = in.readCount(); i > 0; i--) {
        features.add(in.readString());
      }
      return new Progress(first, predictions, complete, features);
    }
  }

  private static final long UNSET = Long.MAX_VALUE;

  private final int size;
  private final long overMillis;
  private final int maxFeatures;
  private final Map<String, BottomSample> samples = new HashMap<>();
  private long firstMillis = UNSET;
  private long predictions;
  private boolean complete;
  private boolean changed;

  LearningSample(int size, long overMillis, int maxFeatures) {
    this.size = size;
    this.overMillis = overMillis;
    this.maxFeatures = maxFeatures;
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
    changed |= live;
    WatchedValues.forEach(
        prediction,
        (place, feature, value) -> {
          firstMillis = Math.min(firstMillis, paneMillis);
          BottomSample sample = samples.get(feature);
          if (sample == null && samples.size() < maxFeatures) {
            sample = new BottomSample(size);
            samples.put(feature, sample);
          }
          if (sample != null) {
            sample.add(prediction.id().high(), value);
          }
        });
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
    out.writeSigned(firstMillis).writeUnsigned(predictions).writeByte(complete ? 1 : 0);
    out.writeUnsigned(samples.size());
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
    complete = in.readByte() == 1;
    for (int i = in.readCount(); i > 0; i--) {
      samples.put(in.readString(), BottomSample.readFrom(in));
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
        new Progress(firstMillis, predictions, complete, new TreeSet<>(samples.keySet()));
    if (complete) {
      samples.forEach((feature, sample) -> sink.accept(feature, sample::writeTo));
      samples.clear();
    }
    sink.accept("", progress::writeTo);
  }
}
