package io.atalaya.generation;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ExactSum;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scores that texts were given, by name: how many, and their exact sum.
 *
 * <p>Memory: a sparse sum a name; whoever adds bounds the names. One writer.
 */
public final class ScoreCounts implements Accumulator<ScoreCounts> {

  /**
   * A score in sum.
   *
   * @param texts the texts that have it, at least 1
   * @param mean their mean
   */
  public record Score(long texts, double mean) {}

  private static final class Sum {
    private long count;
    private final ExactSum sum;

    Sum(long count, ExactSum sum) {
      this.count = count;
      this.sum = sum;
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Sum other && count == other.count && sum.equals(other.sum);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(count);
    }
  }

  private final SortedMap<String, Sum> sums = new TreeMap<>();

  /** Adds the scores of a text, finite numbers. */
  public void add(Map<String, Double> scores) {
    scores.forEach(
        (name, score) -> {
          Sum known = sums.get(name);
          Sum sum = known == null ? new Sum(0, new ExactSum()) : known;
          // Refuses what is not finite; a new name is not kept then.
          sum.sum.add(score);
          sum.count++;
          if (known == null) {
            sums.put(name, sum);
          }
        });
  }

  @Override
  public void merge(ScoreCounts other) {
    other.sums.forEach(
        (name, more) -> {
          Sum sum = sum(name);
          sum.count += more.count;
          sum.sum.merge(more.sum);
        });
  }

  @Override
  public void retract(ScoreCounts other) {
    // A copy, since what becomes empty is removed, perhaps of this one itself.
    Map.copyOf(other.sums)
        .forEach(
            (name, less) -> {
              Sum sum = sum(name);
              sum.count -= less.count;
              sum.sum.retract(less.sum);
              if (sum.count == 0) {
                sums.remove(name);
              }
            });
  }

  @Override
  public boolean isEmpty() {
    return sums.isEmpty();
  }

  /** The scores by name; a name without texts is missing. */
  public SortedMap<String, Score> snapshot() {
    SortedMap<String, Score> scores = new TreeMap<>();
    sums.forEach(
        (name, sum) -> scores.put(name, new Score(sum.count, sum.sum.value() / sum.count)));
    return scores;
  }

  void writeTo(ByteWriter out) {
    out.writeUnsigned(sums.size());
    sums.forEach(
        (name, sum) -> {
          out.writeString(name).writeUnsigned(sum.count);
          sum.sum.writeTo(out);
        });
  }

  static ScoreCounts readFrom(ByteReader in) {
    ScoreCounts read = new ScoreCounts();
    for (int left = in.readCount(); left > 0; left--) {
      read.sums.put(in.readString(), new Sum(in.readUnsigned(), ExactSum.readFrom(in)));
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ScoreCounts other && sums.equals(other.sums);
  }

  @Override
  public int hashCode() {
    return sums.hashCode();
  }

  private Sum sum(String name) {
    return sums.computeIfAbsent(name, ignored -> new Sum(0, new ExactSum()));
  }
}
