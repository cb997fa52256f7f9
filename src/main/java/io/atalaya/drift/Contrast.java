package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ValueCounts.Values;
import io.atalaya.statistics.BinnedPair;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.RankCounts;
import io.atalaya.statistics.RankQuantile;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The reference and a window side by side, for people: what it is that differs. */
public sealed interface Contrast {

  /** The probabilities of the quantiles. */
  List<Double> PROBABILITIES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  /** The category of all values that the reference counts together. */
  String OTHER = "__other__";

  /** The category of all values that the reference does not have. */
  String UNSEEN = "__unseen__";

  /**
   * Of numbers: the quantiles.
   *
   * @param reference those of the reference, in the order of {@link #PROBABILITIES}
   * @param current those of the window
   */
  record Quantiles(List<Double> reference, List<Double> current) implements Contrast {
    public Quantiles {
      reference = List.copyOf(reference);
      current = List.copyOf(current);
      if (reference.size() != PROBABILITIES.size() || current.size() != PROBABILITIES.size()) {
        throw new IllegalArgumentException(
            "reference, current: %d and %d quantiles are not %d each"
                .formatted(reference.size(), current.size(), PROBABILITIES.size()));
      }
    }
  }

  /**
   * Of categories: those whose shares changed most.
   *
   * @param largest at most {@value #MOST}, the largest change first
   */
  record Shares(List<Share> largest) implements Contrast {
    static final int MOST = 5;

    public Shares {
      largest = List.copyOf(largest);
    }
  }

  /**
   * The share of one category.
   *
   * @param category its name
   * @param reference its share in the reference, 0 to 1
   * @param current its share in the window, 0 to 1
   */
  record Share(String category, double reference, double current) {

    private double change() {
      return Math.abs(current - reference);
    }
  }

  /**
   * The two sides of values.
   *
   * @param values at least one
   * @param bins the same values, compared as {@code kind}
   */
  static Contrast of(Values values, BinnedPair bins, Kind kind) {
    return switch (values) {
      case Values.Names(CategorySample reference, _) ->
          shares(bins, reference.names(), reference::name, reference.other() > 0 ? OTHER : UNSEEN);
      case Values.Numbers(ReferenceSample reference, RankCounts counts) ->
          FeatureComparison.isCategorical(reference, kind)
                  && FeatureComparison.isBinnedByValue(reference, kind)
              ? shares(bins, reference.knots(), i -> name(reference.knot(i)), UNSEEN)
              : new Quantiles(
                  PROBABILITIES.stream().map(q -> RankQuantile.of(reference, q)).toList(),
                  PROBABILITIES.stream().map(q -> RankQuantile.of(reference, counts, q)).toList());
    };
  }

  private static Shares shares(
      BinnedPair bins, int names, IntFunction<String> name, String unnamed) {
    return new Shares(
        IntStream.range(0, bins.bins())
            .mapToObj(
                bin ->
                    new Share(
                        bin < names ? name.apply(bin) : unnamed,
                        bins.reference(bin) / (double) bins.m(),
                        bins.current(bin) / (double) bins.n()))
            .filter(share -> share.change() > 0)
            .sorted(Comparator.comparingDouble(Share::change).reversed())
            .limit(Shares.MOST)
            .toList());
  }

  /** A number as people write it. */
  private static String name(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** Writes what {@link #readFrom} reads. */
  default void writeTo(ByteWriter out) {
    switch (this) {
      case Quantiles(List<Double> reference, List<Double> current) -> {
        out.writeByte(1);
        reference.forEach(out::writeDouble);
        current.forEach(out::writeDouble);
      }
      case Shares(List<Share> largest) -> {
        out.writeByte(2).writeUnsigned(largest.size());
        for (Share share : largest) {
          out.writeString(share.category).writeDouble(share.reference).writeDouble(share.current);
        }
      }
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  static Contrast readFrom(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Quantiles(readQuantiles(in), readQuantiles(in));
      case 2 -> {
        List<Share> largest = new ArrayList<>();
        for (int i = in.readCount(); i > 0; i--) {
          largest.add(new Share(in.readString(), in.readDouble(), in.readDouble()));
        }
        yield new Shares(largest);
      }
      default -> throw new IllegalArgumentException("no contrast has the tag " + kind);
    };
  }

  private static List<Double> readQuantiles(ByteReader in) {
    return PROBABILITIES.stream().map(q -> in.readDouble()).toList();
  }
}
