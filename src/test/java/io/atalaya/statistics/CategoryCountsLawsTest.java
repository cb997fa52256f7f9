package io.atalaya.statistics;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

/** The laws for counts of few names, which are dense at once, and of many. */
class CategoryCountsLawsTest {

  private abstract static class Laws extends AccumulatorLaws<CategoryCounts, String> {

    private final CategorySample reference;
    private final int names;

    Laws(int names) {
      this.names = names;
      Map<String, Long> counts = new HashMap<>();
      IntStream.range(0, names).forEach(i -> counts.put("n" + i, 1L + i));
      reference = CategorySample.of(counts, 0);
    }

    @Override
    protected CategoryCounts empty() {
      return new CategoryCounts(reference);
    }

    @Override
    protected void add(CategoryCounts counts, String value) {
      counts.add(reference, value);
    }

    @Override
    protected CategoryCounts copy(CategoryCounts counts) {
      return counts.copy();
    }

    @Override
    protected void write(CategoryCounts counts, ByteWriter out) {
      counts.writeTo(out);
    }

    @Override
    protected CategoryCounts read(ByteReader in) {
      return CategoryCounts.readFrom(in, reference);
    }

    /** Some of them unknown. */
    @Override
    protected List<String> values() {
      Random random = new Random(8);
      return IntStream.range(0, 2_000)
          .mapToObj(i -> "n" + random.nextInt(1 + names + names / 4))
          .toList();
    }

    @Override
    protected List<String> outliers() {
      return List.of("", "n0", "x".repeat(10_000));
    }

    @Override
    protected List<String> refused() {
      return List.of();
    }
  }

  @Nested
  class Few extends Laws {
    Few() {
      super(3);
    }
  }

  @Nested
  class Many extends Laws {
    Many() {
      super(256);
    }
  }
}
