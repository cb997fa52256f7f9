package io.atalaya.accuracy;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How often what was stated with a probability came true, in ten bins of equal width.
 *
 * <p>The expected calibration error is Σ n_b/n·|mean p − share| over the bins; empty without
 * probabilities. Memory: a count, a count of hits and a sparse sum an occupied bin. One writer.
 *
 * <p>Source: M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities
 * using Bayesian binning", AAAI 2015; the bins are those of C. Guo et al., "On calibration of
 * modern neural networks", ICML 2017, section 2.
 */
final class CalibrationCounts implements Accumulator<CalibrationCounts> {

  private static final int BINS = 10;

  private static final class Bin {
    long count;
    long hits;
    final ExactSum probability;

    Bin(long count, long hits, ExactSum probability) {
      this.count = count;
      this.hits = hits;
      this.probability = probability;
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Bin other
          && count == other.count
          && hits == other.hits
          && probability.equals(other.probability);
    }

    @Override
    public int hashCode() {
      return Objects.hash(count, hits, probability);
    }
  }

  private final @Nullable Bin[] bins = new @Nullable Bin[BINS];

  /** Counts a probability from 0 to 1, and whether what it was stated of came true. */
  void add(double probability, boolean hit) {
    int index = 0;
    // As NumPy's linspace has the edges, 0.30000000000000004 among them.
    for (int edge = 1; edge < BINS; edge++) {
      index += probability > edge * (1.0 / BINS) ? 1 : 0;
    }
    Bin bin = at(index);
    bin.count++;
    bin.hits += hit ? 1 : 0;
    bin.probability.add(probability);
  }

  @Override
  public void merge(CalibrationCounts other) {
    for (int i = 0; i < BINS; i++) {
      Bin more = other.bins[i];
      if (more != null) {
        Bin bin = at(i);
        bin.count += more.count;
        bin.hits += more.hits;
        bin.probability.merge(more.probability);
      }
    }
  }

  @Override
  public void retract(CalibrationCounts other) {
    for (int i = 0; i < BINS; i++) {
      Bin less = other.bins[i];
      if (less != null) {
        Bin bin = at(i);
        bin.count -= less.count;
        bin.hits -= less.hits;
        bin.probability.retract(less.probability);
        if (bin.count == 0) {
          bins[i] = null;
        }
      }
    }
  }

  @Override
  public boolean isEmpty() {
    return Arrays.stream(bins).allMatch(bin -> bin == null);
  }

  /** The bins that hold any, from the least. */
  List<CalibrationBin> curve() {
    List<CalibrationBin> curve = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      Bin bin = bins[i];
      if (bin != null) {
        curve.add(
            new CalibrationBin(
                (double) i / BINS,
                (i + 1.0) / BINS,
                bin.count,
                bin.probability.value() / bin.count,
                (double) bin.hits / bin.count));
      }
    }
    return curve;
  }

  /** The expected calibration error. */
  OptionalDouble error() {
    long count = 0;
    double distance = 0;
    for (Bin bin : bins) {
      if (bin != null) {
        count += bin.count;
        distance += Math.abs(bin.probability.value() - bin.hits);
      }
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(distance / count);
  }

  /** Writes some twenty bytes an occupied bin. */
  void writeTo(ByteWriter out) {
    int occupied = 0;
    for (int i = 0; i < BINS; i++) {
      occupied |= bins[i] == null ? 0 : 1 << i;
    }
    out.writeUnsigned(occupied);
    for (Bin bin : bins) {
      if (bin != null) {
        out.writeUnsigned(bin.count).writeUnsigned(bin.hits);
        bin.probability.writeTo(out);
      }
    }
  }

  static CalibrationCounts readFrom(ByteReader in) {
    CalibrationCounts read = new CalibrationCounts();
    long occupied = in.readUnsigned();
    if (occupied >> BINS != 0) {
      throw new IllegalArgumentException("of %d bins none are %x".formatted(BINS, occupied));
    }
    for (int i = 0; i < BINS; i++) {
      if ((occupied >> i & 1) != 0) {
        read.bins[i] = new Bin(in.readUnsigned(), in.readUnsigned(), ExactSum.readFrom(in));
      }
    }
    return read;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CalibrationCounts other && Arrays.equals(bins, other.bins);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bins);
  }

  private Bin at(int index) {
    Bin bin = bins[index];
    if (bin == null) {
      bin = new Bin(0, 0, new ExactSum());
      bins[index] = bin;
    }
    return bin;
  }
}
