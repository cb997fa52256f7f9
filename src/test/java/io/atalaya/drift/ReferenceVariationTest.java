package io.atalaya.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.DriftSettings.Kind;
import io.atalaya.drift.ReferenceVariation.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceVariationTest {

  private static Map<DriftTest, Double> variation(double... values) {
    return variation(new ReferenceColumn.Numbers(values), Kind.BY_REFERENCE);
  }

  private static Map<DriftTest, Double> variation(ReferenceColumn column, Kind kind) {
    return ReferenceVariation.of(column.reference().orElseThrow(), column, kind).effects();
  }

  private static double bound(Map<DriftTest, Double> variation, DriftTest test) {
    return variation.getOrDefault(test, Double.NaN);
  }

  /**
   * SciPy 1.17.1, NumPy 2.4.6: of the six windows s of 100 of r = arange(600) and the rest t,
   * {@code mean(x) + 3*std(x, ddof=1)} for x of {@code ks_2samp(s, t).statistic}, {@code
   * wasserstein_distance(s, t)/r.std(ddof=1)}, and over the deciles of r as in BinnedTestsTest; the
   * effect of s against t over all cells as in NeymanSmoothTest.
   */
  @Test
  void aTrendIsVariation() {
    Map<DriftTest, Double> variation =
        variation(IntStream.range(0, 600).asDoubleStream().toArray());
    assertEquals(1.3366563145999497, bound(variation, DriftTest.KS), 1e-12);
    assertEquals(2.4040553651478973, bound(variation, DriftTest.WASSERSTEIN), 1e-12);
    assertEquals(8.55416998910924, bound(variation, DriftTest.PSI), 1e-12);
    assertEquals(1.0472178719742806, bound(variation, DriftTest.JENSEN_SHANNON), 1e-12);
    assertEquals(3.021114530528847, bound(variation, DriftTest.NEYMAN), 1e-12);
    assertEquals(5, variation.size());
  }

  /**
   * Likewise, {@code sqrt(chi2_contingency(...).statistic/600)} of ones and twos in turns of 150.
   */
  @Test
  void categoriesThatComeInTurnsAreVariation() {
    double[] turns = IntStream.range(0, 600).mapToDouble(i -> 1 + i / 150 % 2).toArray();
    assertEquals(0.9909627200275228, bound(variation(turns), DriftTest.CHI_SQUARED), 1e-12);
  }

  @Test
  void namesThatComeInTurnsAreVariationAsNumbersAre() {
    String[] names =
        IntStream.range(0, 600).mapToObj(i -> "n" + i / 150 % 2).toArray(String[]::new);
    Map<DriftTest, Double> variation =
        variation(new ReferenceColumn.Names(names), Kind.BY_REFERENCE);
    assertEquals(0.9909627200275228, bound(variation, DriftTest.CHI_SQUARED), 1e-12);
    assertEquals(7.523657094393906, bound(variation, DriftTest.PSI), 1e-12);
    assertEquals(1.3940834558941788, bound(variation, DriftTest.JENSEN_SHANNON), 1e-12);
    assertEquals(3, variation.size());
  }

  /** NumPy 2.4.6, likewise of the differences of the shares of missing rows. */
  @Test
  void valuesThatAreMissingForAWhileAreVariation() {
    double[] cells =
        IntStream.range(0, 600)
            .mapToDouble(i -> (100 <= i && i < 150) || i % 10 == 0 ? Double.NaN : i)
            .toArray();
    assertEquals(0.5909081537009722, bound(variation(cells), DriftTest.MISSING), 1e-12);
    assertEquals(6, variation(cells).size());
  }

  /** Numbers in turns, with some missing in between: the sub-windows are of values. */
  @Test
  void missingValuesDoNotMakeTheOthersVary() {
    double[] turns =
        IntStream.range(0, 1_200).mapToDouble(i -> i % 2 == 0 ? i / 2.0 : Double.NaN).toArray();
    double[] whole = IntStream.range(0, 600).asDoubleStream().toArray();
    assertEquals(
        bound(variation(whole), DriftTest.KS), bound(variation(turns), DriftTest.KS), 1e-12);
    assertFalse(variation(turns).containsKey(DriftTest.MISSING));
  }

  @Test
  void theTestsAreThoseOfTheKindThatIsForced() {
    ReferenceColumn stars =
        new ReferenceColumn.Numbers(
            IntStream.range(0, 600).mapToDouble(i -> 1 + i / 120).toArray());
    assertEquals(
        Set.of(DriftTest.CHI_SQUARED, DriftTest.PSI, DriftTest.JENSEN_SHANNON),
        variation(stars, Kind.BY_REFERENCE).keySet());
    assertEquals(
        Set.of(
            DriftTest.KS,
            DriftTest.NEYMAN,
            DriftTest.WASSERSTEIN,
            DriftTest.PSI,
            DriftTest.JENSEN_SHANNON),
        variation(stars, Kind.NUMERIC).keySet());
  }

  /** Chance alone makes the sub-windows of one in twenty differ so much. */
  @Test
  void independentValuesDoNotVary() {
    Random random = new Random(5);
    int varying = 0;
    for (int reference = 0; reference < 400; reference++) {
      double[] values = DoubleStream.generate(random::nextGaussian).limit(2_000).toArray();
      varying += variation(values).isEmpty() ? 0 : 1;
    }
    // SciPy 1.17.1: binom(400, 0.05).ppf([0.001, 0.999]).
    assertTrue(8 <= varying && varying <= 35, varying + " of 400");
  }

  /** Of one row in twenty the value is missing, whichever. */
  @Test
  void whatIsMissingNowAndThenDoesNotVary() {
    Random random = new Random(7);
    int varying = 0;
    for (int reference = 0; reference < 400; reference++) {
      double[] values =
          DoubleStream.generate(() -> random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian())
              .limit(2_000)
              .toArray();
      varying += variation(values).containsKey(DriftTest.MISSING) ? 1 : 0;
    }
    assertTrue(8 <= varying && varying <= 35, varying + " of 400");
  }

  /** φ = 0.9: a hundred values are worth five. */
  @Test
  void valuesThatDependOnThoseBeforeVaryMore() {
    Random random = new Random(6);
    double[] values = new double[10_000];
    for (int i = 1; i < values.length; i++) {
      values[i] = 0.9 * values[i - 1] + random.nextGaussian();
    }
    assertTrue(bound(variation(values), DriftTest.KS) > 0.1);
    assertTrue(bound(variation(values), DriftTest.WASSERSTEIN) > 0.1);
  }

  /**
   * NumPy 2.4.6, of windows of a hundred against the rest: the largest of the means of {@code (N -
   * 1)/(n*m)*v**2}, with v as in NeymanSmoothTest.
   */
  @Test
  void valuesThatDependOnThoseBeforeAreWorthFewer() {
    assertEquals(116.4725457570715, inflation(i -> i, 600).of(9), 1e-9);
    assertEquals(
        12.500815221198728, inflation(i -> i * 389 % 2_000 + i / 500 * 200, 2_000).of(100), 1e-9);
    assertEquals(Inflation.NONE, inflation(i -> i * 389 % 2_000, 2_000));
    // The mean of chi2_contingency([t, s], correction=False).statistic, of one degree.
    assertEquals(80, inflation(i -> 1 + i / 150 % 2, 600).of(100), 1e-9);
  }

  /** φ = 0.9: (1 + φ)/(1 − φ) = 19 values are worth one, and less within a hundred. */
  @Test
  void anAutoregressionIsInflatedByItsMemoryWhateverTheLength() {
    Random random = new Random(8);
    double[] values = new double[10_000];
    for (int i = 1; i < values.length; i++) {
      values[i] = 0.9 * values[i - 1] + random.nextGaussian();
    }
    Inflation inflation = inflation(i -> values[i], values.length);
    assertEquals(Set.of(100, 303, 1_000), inflation.byLength().keySet());
    for (double found : inflation.byLength().values()) {
      assertTrue(10 < found && found < 25, inflation.toString());
    }
  }

  /** A thousand values a day: what is shorter varies with the hour, a whole day hardly. */
  @Test
  void aRhythmInflatesOnlyWhatIsShorterThanItsPeriod() {
    Random random = new Random(9);
    Inflation inflation =
        inflation(i -> Math.sin(2 * Math.PI * i / 1_000) + random.nextGaussian(), 30_000);
    assertTrue(inflation.of(100) > 10, inflation.toString());
    assertTrue(inflation.of(1_000) < 4, inflation.toString());
  }

  /** Fifty categories, of which each is less than five in a hundred, in runs of ten on average. */
  @Test
  void manyCategoriesInRunsAreWorthFewer() {
    Random random = new Random(10);
    double[] values = new double[10_000];
    for (int i = 1; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0 ? random.nextInt(50) : values[i - 1];
    }
    ReferenceColumn column = new ReferenceColumn.Numbers(values);
    double inflation =
        ReferenceVariation.of(column.reference().orElseThrow(), column, Kind.CATEGORICAL)
            .inflation()
            .of(1_000);
    assertTrue(10 < inflation && inflation < 25, "" + inflation);
  }

  /** Missing in runs of ten on average. */
  @Test
  void missingValuesInRunsAreWorthFewer() {
    Random random = new Random(11);
    double[] values = new double[10_000];
    boolean missing = false;
    for (int i = 0; i < values.length; i++) {
      missing = random.nextInt(10) == 0 ? random.nextInt(4) == 0 : missing;
      values[i] = missing ? Double.NaN : random.nextGaussian();
    }
    ReferenceColumn column = new ReferenceColumn.Numbers(values);
    Variation variation =
        ReferenceVariation.of(column.reference().orElseThrow(), column, Kind.BY_REFERENCE);
    double inflation = variation.missing().of(1_000);
    assertTrue(10 < inflation && inflation < 30, variation.toString());
    assertEquals(Inflation.NONE, variation.inflation());
  }

  /** SciPy 1.17.1: binom(400, 0.01).ppf([0.001, 0.999]) = [0, 11]. */
  @Test
  void independentValuesAreWorthThemselves() {
    Random random = new Random(12);
    int inflated = 0;
    for (int reference = 0; reference < 400; reference++) {
      inflated += inflation(i -> random.nextGaussian(), 1_000).equals(Inflation.NONE) ? 0 : 1;
    }
    assertTrue(inflated <= 11, inflated + " of 400");
  }

  @Test
  void whatIsAllInOneHourSaysNothing() {
    ReferenceColumn column = new ReferenceColumn.Numbers(new Random(13).doubles(600).toArray());
    assertEquals(
        Variation.NONE,
        ReferenceVariation.ofHours(
            column.reference().orElseThrow(), column, row -> 7, Kind.BY_REFERENCE));
  }

  private static Inflation inflation(IntToDoubleFunction value, int length) {
    ReferenceColumn column =
        new ReferenceColumn.Numbers(IntStream.range(0, length).mapToDouble(value).toArray());
    return ReferenceVariation.of(column.reference().orElseThrow(), column, Kind.BY_REFERENCE)
        .inflation();
  }

  @Test
  void ofFewValuesNothingIsKnown() {
    assertEquals(Map.of(), variation(IntStream.range(0, 299).asDoubleStream().toArray()));
    assertEquals(5, variation(IntStream.range(0, 300).asDoubleStream().toArray()).size());
  }

  /** The figures of {@link #aTrendIsVariation}. */
  @Test
  void slicesThatMakeTheSameWindowsGiveTheSame() {
    double[] trend = IntStream.range(0, 600).asDoubleStream().toArray();
    int[] whole = {100, 100, 100, 100, 100, 100};
    int[] quarters = IntStream.range(0, 24).map(i -> 25).toArray();
    int[] uneven = {0, 60, 40, 0, 100, 1, 99, 100, 50, 50, 100, 0};
    for (int[] lengths : List.of(whole, quarters, uneven)) {
      Map<DriftTest, Double> variation = ofSlices(trend, lengths);
      assertEquals(1.3366563145999497, bound(variation, DriftTest.KS), 1e-12);
      assertEquals(2.4040553651478973, bound(variation, DriftTest.WASSERSTEIN), 1e-12);
      assertEquals(8.55416998910924, bound(variation, DriftTest.PSI), 1e-12);
      assertEquals(1.0472178719742806, bound(variation, DriftTest.JENSEN_SHANNON), 1e-12);
      assertEquals(3.021114530528847, bound(variation, DriftTest.NEYMAN), 1e-12);
      assertEquals(5, variation.size());
    }
  }

  /** The figure of {@link #valuesThatAreMissingForAWhileAreVariation}. */
  @Test
  void slicesInWhichValuesAreMissingAreVariation() {
    double[] cells =
        IntStream.range(0, 600)
            .mapToDouble(i -> (100 <= i && i < 150) || i % 10 == 0 ? Double.NaN : i)
            .toArray();
    Map<DriftTest, Double> variation = ofSlices(cells, 100, 100, 100, 100, 100, 100);
    assertEquals(0.5909081537009722, bound(variation, DriftTest.MISSING), 1e-12);
  }

  @Test
  void ofFewSlicesNothingIsKnown() {
    double[] trend = IntStream.range(0, 600).asDoubleStream().toArray();
    assertEquals(Map.of(), ofSlices(trend, 120, 120, 120, 120, 120));
    assertEquals(Map.of(), ofSlices(trend, 5, 5, 580, 5, 5));
    assertEquals(5, ofSlices(trend, 50, 110, 110, 110, 110, 110).size());
    // The first has less than half of its share.
    assertEquals(Map.of(), ofSlices(trend, 49, 111, 110, 110, 110, 110));
    assertEquals(Map.of(), ofSlices(new double[299], 49, 50, 50, 50, 50, 50));
  }

  private static Map<DriftTest, Double> ofSlices(double[] cells, int... lengths) {
    FeatureReference reference = new ReferenceColumn.Numbers(cells).reference().orElseThrow();
    List<Slice> slices = new ArrayList<>();
    int row = 0;
    for (int length : lengths) {
      ValueCounts counts = ValueCounts.against(reference.values());
      long missing = 0;
      for (int end = row + length; row < end; row++) {
        if (Double.isNaN(cells[row])) {
          missing++;
        } else {
          counts.add(cells[row], null);
        }
      }
      slices.add(new Slice(counts, length, missing));
    }
    return ReferenceVariation.of(reference, slices, Kind.BY_REFERENCE).effects();
  }
}
