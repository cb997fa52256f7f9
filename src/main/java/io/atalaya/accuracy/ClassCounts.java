package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.RocAuc;
import io.atalaya.statistics.RocCounts;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often one class was predicted and was true, and the probabilities that were stated for it.
 * Memory: three counts; the probabilities' once there are any. One writer.
 */
final class ClassCounts implements Accumulator<ClassCounts> {

  private long support;
  private long predicted;
  private long hits;
  private @Nullable RocCounts probabilities;

  /** Counts that this was the true class. */
  void addActual() {
    support++;
  }

  /** Counts that this was predicted. */
  void addPredicted(boolean hit) {
    predicted++;
    hits += hit ? 1 : 0;
  }

  /** Counts a probability that was stated for this class. */
  void addProbability(double probability, boolean hit) {
    RocCounts stated = probabilities == null ? new RocCounts() : probabilities;
    stated.add(probability, hit);
    probabilities = stated;
  }

  @Override
  public void merge(ClassCounts other) {
    support += other.support;
    predicted += other.predicted;
    hits += other.hits;
    if (other.probabilities != null) {
      RocCounts stated = probabilities == null ? new RocCounts() : probabilities;
      stated.merge(other.probabilities);
      probabilities = stated;
    }
  }

  @Override
  public void retract(ClassCounts other) {
    if (other.probabilities != null) {
      RocCounts stated = probabilities == null ? new RocCounts() : probabilities;
      stated.retract(other.probabilities);
      probabilities = stated.isEmpty() ? null : stated;
    }
    support -= other.support;
    predicted -= other.predicted;
    hits -= other.hits;
  }

  /** Refuses counts that were not all added before. */
  void requireCounted(String name, ClassCounts other) {
    if (other.support > support || other.predicted > predicted || other.hits > hits) {
      throw new IllegalArgumentException(
          "class \"%s\" was not counted as often as it is taken back".formatted(name));
    }
  }

  @Override
  public boolean isEmpty() {
    return !occurs() && probabilities == null;
  }

  /** Whether it was predicted or true. */
  boolean occurs() {
    return support != 0 || predicted != 0;
  }

  long support() {
    return support;
  }

  ClassFigures figures(String name) {
    return new ClassFigures(name, support, predicted, hits);
  }

  /** The area with this class as the positive one. */
  Optional<RocAuc> auc() {
    return probabilities == null ? Optional.empty() : probabilities.auc();
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(support).writeUnsigned(predicted).writeUnsigned(hits);
    out.writeByte(probabilities == null ? 0 : 1);
    if (probabilities != null) {
      probabilities.writeTo(out);
    }
  }

  static ClassCounts readFrom(ByteReader in) {
    ClassCounts read = new ClassCounts();
    read.support = in.readUnsigned();
    read.predicted = in.readUnsigned();
    read.hits = in.readUnsigned();
    read.probabilities = in.readByte() == 0 ? null : RocCounts.readFrom(in);
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ClassCounts other
        && support == other.support
        && predicted == other.predicted
        && hits == other.hits
        && Objects.equals(probabilities, other.probabilities);
  }

  @Override
  public int hashCode() {
    return Objects.hash(support, predicted, hits, probabilities);
  }
}
