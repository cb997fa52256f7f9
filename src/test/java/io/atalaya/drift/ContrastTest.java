package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.Distribution;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContrastTest {

  private static Contrast of(ValueCounts counts) {
    return Contrast.of(
        counts.values(),
        FeatureComparison.bins(counts.values(), Kind.BY_REFERENCE),
        Kind.BY_REFERENCE);
  }

  @Test
  void numbersHaveTheQuantilesOfBothSides() {
    Distribution reference =
        ReferenceSample.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
    ValueCounts counts = ValueCounts.against(reference);
    IntStream.rangeClosed(21, 40).forEach(i -> counts.add(i, null));
    assertEquals(
        new Contrast.Quantiles(
            List.of(5.0, 25.0, 50.0, 75.0, 95.0), List.of(21.0, 25.0, 30.0, 35.0, 39.0)),
        of(counts));
  }

  @Test
  void categoriesHaveTheFiveSharesThatChangedMost() {
    Distribution reference =
        CategorySample.of(
            Map.of("a", 10L, "b", 10L, "c", 20L, "d", 20L, "e", 20L, "f", 10L, "g", 10L), 0);
    ValueCounts counts = ValueCounts.against(reference);
    for (String name : List.of("a", "a", "a", "a", "b", "d", "d", "e", "g", "h")) {
      counts.add(Double.NaN, name);
    }
    // b and g have not changed; of the equal ones the first come first.
    assertEquals(
        new Contrast.Shares(
            List.of(
                new Contrast.Share("a", 0.1, 0.4),
                new Contrast.Share("c", 0.2, 0),
                new Contrast.Share("e", 0.2, 0.1),
                new Contrast.Share("f", 0.1, 0),
                new Contrast.Share(Contrast.UNSEEN, 0, 0.1))),
        of(counts));
  }

  @Test
  void numbersThatAreCategoriesAreNamedAsPeopleWriteThem() {
    Distribution reference = ReferenceSample.of(new double[] {-2, 0.5, 1e20});
    ValueCounts counts = ValueCounts.against(reference);
    counts.add(7, null);
    assertEquals(
        List.of(Contrast.UNSEEN, "-2", "0.5", "1.0E20"),
        ((Contrast.Shares) of(counts)).largest().stream().map(Contrast.Share::category).toList());
  }

  @Test
  void surviveWritingAndReading() {
    for (Contrast contrast :
        List.of(
            new Contrast.Quantiles(
                List.of(1.0, 2.0, 3.0, 4.0, 5.0), List.of(-1.0, 2.0, 3.0, 4.0, 1e300)),
            new Contrast.Shares(List.of(new Contrast.Share("ñ", 0.25, 1))),
            new Contrast.Shares(List.of()))) {
      ByteWriter out = new ByteWriter();
      contrast.writeTo(out);
      assertEquals(contrast, Contrast.readFrom(new ByteReader(out.toByteArray())));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Contrast.readFrom(new ByteReader(new byte[] {3})));
  }

  @Test
  void quantilesOfOtherProbabilitiesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Contrast.Quantiles(List.of(1.0), List.of(1.0)));
  }
}
