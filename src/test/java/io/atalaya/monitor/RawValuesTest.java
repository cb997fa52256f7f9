package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ValueCounts;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.StableHash;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RawValuesTest {

  private static RawValues of(int numbers, int names) {
    RawValues values = new RawValues(10);
    IntStream.range(0, numbers).forEach(i -> values.add(StableHash.of("n" + i), i, null));
    IntStream.range(0, names).forEach(i -> values.add(0, Double.NaN, i % 2 == 0 ? "a" : "b"));
    return values;
  }

  @Test
  void theReferenceHasTheTypeOfMost() {
    FeatureReference numbers = of(4, 3).toReference(10, Kind.BY_REFERENCE).orElseThrow();
    assertEquals(
        new FeatureReference(ReferenceSample.of(new double[] {0, 1, 2, 3}), 10, 3, 3), numbers);
    FeatureReference names = of(3, 4).toReference(10, Kind.CATEGORICAL).orElseThrow();
    assertEquals(
        new FeatureReference(CategorySample.of(Map.of("a", 2L, "b", 2L), 0), 10, 3, 3), names);
  }

  @Test
  void numbersAreTakenWhereTheyAreWanted() {
    FeatureReference numbers = of(1, 4).toReference(5, Kind.NUMERIC).orElseThrow();
    assertEquals(new FeatureReference(ReferenceSample.of(new double[] {0}), 5, 0, 4), numbers);
    assertEquals(Optional.empty(), of(0, 4).toReference(5, Kind.NUMERIC));
  }

  @Test
  void allNumbersCountButNotAllAreKept() {
    FeatureReference reference = of(1_000, 0).toReference(1_500, Kind.BY_REFERENCE).orElseThrow();
    assertEquals(10, reference.size());
    assertEquals(500, reference.missing());
    ValueCounts counts = of(1_000, 2).against(reference.values());
    assertEquals(10, counts.count());
    assertEquals(2, counts.mistyped());
    assertEquals(1_002, counts.given());
  }

  @Test
  void withoutAValueOrWithTooManyNamesThereIsNoReference() {
    assertEquals(Optional.empty(), of(0, 0).toReference(7, Kind.BY_REFERENCE));
    RawValues many = new RawValues(10);
    IntStream.range(0, 513).forEach(i -> many.add(0, Double.NaN, "n" + i));
    assertEquals(Optional.empty(), many.toReference(513, Kind.BY_REFERENCE));
    RawValues fewer = new RawValues(10);
    IntStream.range(0, 512).forEach(i -> fewer.add(0, Double.NaN, "n" + i));
    assertTrue(fewer.toReference(512, Kind.BY_REFERENCE).isPresent());
  }

  @Test
  void partsAreMergedAndRead() {
    RawValues merged = of(3, 2);
    merged.merge(of(1_000, 5));
    ByteWriter out = new ByteWriter();
    merged.writeTo(out);
    RawValues read = RawValues.readFrom(new ByteReader(out.toByteArray()));
    assertEquals(
        merged.toReference(2_000, Kind.BY_REFERENCE), read.toReference(2_000, Kind.BY_REFERENCE));
    FeatureReference reference = read.toReference(2_000, Kind.BY_REFERENCE).orElseThrow();
    assertEquals(7, reference.mistyped());
    assertEquals(2_000 - 1_003 - 7, reference.missing());
  }
}
