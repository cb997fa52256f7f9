package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.matching.Pair;
import io.atalaya.statistics.Accumulator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What is counted of each segment: its predictions by their time, its pairs by that of the outcome.
 *
 * <p>Memory: that of {@link QualityCounts} for each segment. One writer.
 */
public final class SegmentCounts implements Accumulator<SegmentCounts> {

  /** One segment. */
  static final class Segment {
    private long predictions;
    private long failures;
    private final QualityCounts quality;

    private Segment(QualityCounts quality) {
      this.quality = quality;
    }

    /** All predictions, failed ones included. */
    long predictions() {
      return predictions;
    }

    long failures() {
      return failures;
    }

    QualityCounts quality() {
      return quality;
    }

    private void change(Segment other, int sign) {
      predictions += sign * other.predictions;
      failures += sign * other.failures;
      if (sign > 0) {
        quality.merge(other.quality);
      } else {
        quality.retract(other.quality);
      }
    }

    private boolean isEmpty() {
      return predictions == 0 && quality.isEmpty();
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Segment other
          && predictions == other.predictions
          && failures == other.failures
          && quality.equals(other.quality);
    }

    @Override
    public int hashCode() {
      return Objects.hash(predictions, failures, quality);
    }
  }

  private final Supplier<QualityCounts> quality;
  private final Map<String, Segment> segments = new TreeMap<>();

  /**
   * @param quality makes what is counted of a segment's pairs
   */
  public SegmentCounts(Supplier<QualityCounts> quality) {
    this.quality = quality;
  }

  /** Counts a prediction. */
  public void addPrediction(String segment, boolean failed) {
    Segment counted = of(segment);
    counted.predictions++;
    counted.failures += failed ? 1 : 0;
  }

  /** Counts a pair. */
  public void add(String segment, Pair pair) {
    of(segment).quality.add(pair);
  }

  @Override
  public void merge(SegmentCounts other) {
    new TreeMap<>(other.segments).forEach((name, more) -> change(name, more, 1));
  }

  @Override
  public void retract(SegmentCounts other) {
    // A copy, since what becomes empty is removed, perhaps of this one itself.
    new TreeMap<>(other.segments).forEach((name, less) -> change(name, less, -1));
  }

  @Override
  public boolean isEmpty() {
    return segments.isEmpty();
  }

  /** An empty one of the same kind. */
  SegmentCounts emptyOne() {
    return new SegmentCounts(quality);
  }

  /** Hands over all segments by name. */
  void forEach(BiConsumer<String, Segment> action) {
    segments.forEach(action);
  }

  /** Has a segment, be there nothing counted of it. */
  void open(String segment) {
    var unused = of(segment);
  }

  /** Adds to one segment what was counted of another. */
  void merge(String into, Segment segment) {
    change(into, segment, 1);
  }

  public void writeTo(ByteWriter out) {
    out.writeUnsigned(segments.size());
    segments.forEach(
        (name, segment) -> {
          out.writeString(name).writeUnsigned(segment.predictions).writeUnsigned(segment.failures);
          segment.quality.writeTo(out);
        });
  }

  /** Reads what {@link #writeTo} wrote. */
  static SegmentCounts readFrom(ByteReader in, Supplier<QualityCounts> quality) {
    SegmentCounts counts = new SegmentCounts(quality);
    for (int left = in.readCount(); left > 0; left--) {
      String name = in.readString();
      long predictions = in.readUnsigned();
      long failures = in.readUnsigned();
      Segment segment = new Segment(QualityCounts.readFrom(in));
      segment.predictions = predictions;
      segment.failures = failures;
      counts.segments.put(name, segment);
    }
    return counts;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof SegmentCounts other && segments.equals(other.segments);
  }

  @Override
  public int hashCode() {
    return segments.hashCode();
  }

  private Segment of(String name) {
    return segments.computeIfAbsent(name, ignored -> new Segment(quality.get()));
  }

  private void change(String name, Segment by, int sign) {
    Segment segment = of(name);
    segment.change(by, sign);
    if (segment.isEmpty()) {
      segments.remove(name);
    }
  }
}
