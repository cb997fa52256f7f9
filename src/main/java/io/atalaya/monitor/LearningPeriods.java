package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an index learns of one version: a {@link LearningSample} for each period, of which another
 * begins when the version is deployed.
 *
 * <p>A period that no record can reach any more is kept until it was sent; one that another has cut
 * short is not needed. So there is mostly one. One writer.
 */
final class LearningPeriods {

  /** Takes what changed. */
  @FunctionalInterface
  interface Sink {
    void accept(long startMillis, String feature, Consumer<ByteWriter> body);
  }

  private final ModelPlan plan;

  /** By the start of the period. */
  private final NavigableMap<Long, LearningSample> samples = new TreeMap<>();

  LearningPeriods(ModelPlan plan) {
    this.plan = plan;
  }

  /**
   * What learns from predictions of a time.
   *
   * @param startMillis the start of the period that the time is in
   * @return null when nothing does any more
   */
  @Nullable LearningSample covering(long startMillis, long timeMillis) {
    LearningSample sample = samples.computeIfAbsent(startMillis, any -> open());
    return sample.covers(timeMillis) ? sample : null;
  }

  /** Whether nothing was learned yet, or all of it was handed over. */
  boolean isSent() {
    return samples.values().stream().allMatch(LearningSample::isSent);
  }

  /** Takes note that no record of a time before {@code millis} can come any more. */
  void advance(long millis, boolean live) {
    Iterator<Map.Entry<Long, LearningSample>> each = samples.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Long, LearningSample> period = each.next();
      LearningSample sample = period.getValue();
      sample.advance(millis, live);
      Long next = samples.higherKey(period.getKey());
      if (next != null && millis > next && (sample.isSent() || !sample.isComplete())) {
        each.remove();
      }
    }
  }

  /** Hands over what changed. */
  void takeChanged(Sink sink) {
    samples.forEach(
        (start, sample) ->
            sample.takeChanged((feature, body) -> sink.accept(start, feature, body)));
  }

  /** Writes all that was learned. */
  void writeTo(ByteWriter out) {
    out.writeUnsigned(samples.size());
    samples.forEach(
        (start, sample) -> {
          out.writeSigned(start);
          sample.writeTo(out);
        });
  }

  /** Restores what {@link #writeTo} wrote, as what was handed over. */
  void restoreFrom(ByteReader in) {
    for (int i = in.readCount(); i > 0; i--) {
      samples.computeIfAbsent(in.readSigned(), any -> open()).restoreFrom(in);
    }
  }

  private LearningSample open() {
    return new LearningSample(plan.learningSize(), plan.learningMillis(), plan.learningSlices());
  }
}
