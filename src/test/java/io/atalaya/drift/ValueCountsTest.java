package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.AccumulatorLaws;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.NameCounts;
import io.atalaya.statistics.ReferenceSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ValueCountsTest {

  /** A number, or else a name. */
  record Value(double number, @Nullable String name) {}

  private static final Distribution NUMBERS =
      ReferenceSample.of(IntStream.range(-30, 30).asDoubleStream().toArray());

  private static final Distribution NAMES = CategorySample.of(Map.of("true", 8L, "false", 2L), 0);

  private abstract static class Laws extends AccumulatorLaws<ValueCounts, Value> {

    private final Distribution reference;

    Laws(Distribution reference) {
      this.reference = reference;
    }

    @Override
    protected ValueCounts empty() {
      return ValueCounts.against(reference);
    }

    @Override
    protected void add(ValueCounts counts, Value value) {
      counts.add(value.number, value.name);
    }

    @Override
    protected ValueCounts copy(ValueCounts counts) {
      return counts.copy();
    }

    @Override
    protected void write(ValueCounts counts, ByteWriter out) {
      counts.writeTo(out);
    }

    @Override
    protected ValueCounts read(ByteReader in) {
      return ValueCounts.readFrom(in, reference);
    }

    @Override
    protected List<Value> values() {
      List<Value> values = new ArrayList<>();
      ordinaryDoubles(true)
          .forEach(
              x -> values.add(x > 0 ? new Value(x, null) : new Value(Double.NaN, "" + (x < -90))));
      return values;
    }

    @Override
    protected List<Value> outliers() {
      return List.of(new Value(1e150, null), new Value(Double.NaN, "never seen"));
    }

    @Override
    protected List<Value> refused() {
      return List.of();
    }
  }

  @Nested
  class OfNumbers extends Laws {
    OfNumbers() {
      super(NUMBERS);
    }
  }

  @Nested
  class OfNames extends Laws {
    OfNames() {
      super(NAMES);
    }
  }

  private static NameCounts names(String... names) {
    NameCounts counts = new NameCounts();
    List.of(names).forEach(counts::add);
    return counts;
  }

  @Test
  void valuesOfTheOtherTypeAreToldFromThoseThatCount() {
    ValueCounts numbers = ValueCounts.against(NUMBERS);
    numbers.add(3, null);
    numbers.add(Double.NaN, "true");
    assertEquals(1, numbers.count());
    assertEquals(1, numbers.mistyped());
    assertEquals(2, numbers.given());
    ValueCounts names = ValueCounts.against(NAMES);
    names.add(3, null);
    names.add(Double.NaN, "true");
    names.add(Double.NaN, "maybe");
    assertEquals(2, names.count());
    assertEquals(1, names.mistyped());
  }

  /** Five numbers, of which three were kept. */
  @Test
  void whatWasKeptBeforeIsCountedAndTheRestIsNotMissing() {
    double[] kept = {1, 2, 3};
    ValueCounts numbers = ValueCounts.against(NUMBERS);
    numbers.addAll(kept, 5, names("true", "x"));
    assertEquals(3, numbers.count());
    assertEquals(2, numbers.mistyped());
    assertEquals(7, numbers.given());
    ValueCounts names = ValueCounts.against(NAMES);
    names.addAll(kept, 5, names("true", "x"));
    assertEquals(2, names.count());
    assertEquals(5, names.mistyped());
    assertEquals(7, names.given());
    ValueCounts twice = numbers.copy();
    twice.merge(numbers);
    assertEquals(14, twice.given());
    twice.retract(numbers);
    assertEquals(numbers, twice);
  }

  @Test
  void countsOfNumbersAndOfNamesDoNotMix() {
    ValueCounts numbers = ValueCounts.against(NUMBERS);
    ValueCounts names = ValueCounts.against(NAMES);
    assertThrows(IllegalArgumentException.class, () -> numbers.merge(names));
    assertThrows(IllegalArgumentException.class, () -> names.merge(numbers));
    assertThrows(IllegalArgumentException.class, () -> names.retract(numbers));
  }

  @Test
  void takingBackWhatWasNotCountedIsRefusedAndChangesNothing() {
    ValueCounts numbers = ValueCounts.against(NUMBERS);
    numbers.add(1, null);
    ValueCounts other = ValueCounts.against(NUMBERS);
    other.add(1, null);
    other.add(Double.NaN, "x");
    ValueCounts before = numbers.copy();
    assertThrows(IllegalArgumentException.class, () -> numbers.retract(other));
    assertEquals(before, numbers);
  }
}
