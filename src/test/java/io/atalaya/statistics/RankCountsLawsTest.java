package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The laws for counts that stay sparse, that are dense, and that go from one to the other. */
class RankCountsLawsTest {

  private abstract static class Laws extends AccumulatorLaws<RankCounts, Double> {

    private final ReferenceSample reference;

    Laws(ReferenceSample reference) {
      this.reference = reference;
    }

    @Override
    protected RankCounts empty() {
      return new RankCounts(reference);
    }

    @Override
    protected void add(RankCounts counts, Double value) {
      counts.add(reference, value);
    }

    @Override
    protected RankCounts copy(RankCounts counts) {
      return counts.copy();
    }

    @Override
    protected void write(RankCounts counts, ByteWriter out) {
      counts.writeTo(out);
    }

    @Override
    protected RankCounts read(ByteReader in) {
      return RankCounts.readFrom(in, reference);
    }

    @Override
    protected List<Double> values() {
      return ordinaryDoubles(true);
    }

    @Override
    protected List<Double> outliers() {
      return List.of(1e12, -1e12, 1e150, -Double.MAX_VALUE);
    }

    @Override
    protected List<Double> refused() {
      return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }
  }

  @Nested
  class Sparse extends Laws {
    Sparse() {
      super(ReferenceSample.of(spaced(1_024, 30)));
    }
  }

  @Nested
  class Dense extends Laws {
    Dense() {
      super(ReferenceSample.of(spaced(11, 10)));
    }
  }

  /** Parts of few values are sparse, all values together are dense. */
  @Nested
  class Between extends Laws {
    Between() {
      super(ReferenceSample.of(spaced(700, 0.5)));
    }
  }

  private static double[] spaced(int size, double step) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> (i - size / 2) * step);
    return values;
  }
}
