package io.atalaya.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Probabilities;
import io.atalaya.statistics.ConfidenceLimits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClassificationCountsTest {

  static final List<ClassifiedSample> SAMPLES = ClassifiedSample.all();

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void figuresAgreeWithNumPyAndSciPy(ClassifiedSample sample) {
    assertFigures(sample, sample.counts().snapshot(), 1);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void figuresAreTheSameForATrillionTimesThePairsAfterTakingAsManyBack(ClassifiedSample sample) {
    ClassificationCounts counts = sample.counts();
    ClassificationCounts others = sample.empty();
    others.add(new Classified("a", "b", Probabilities.of("a", 1e-30)));
    others.add(new Classified("spam", "spam", Probabilities.of("spam", 0.5)));
    for (int i = 0; i < 40; i++) {
      counts.merge(counts);
      others.merge(others);
    }
    counts.merge(others);
    counts.retract(others);
    assertFigures(sample, counts.snapshot(), 1L << 40);
  }

  @Test
  void theAreaOfFewDistinctScoresIsExact() {
    for (String name :
        List.of("binary with ties", "binary with two scores", "several with ties", "certain")) {
      ClassifiedSample sample = ClassifiedSample.of(name);
      assertEquals(OptionalDouble.of(1), sample.figure("aucIsExact"), name);
      assertClose(name, sample.figure("auc"), sample.counts().snapshot().auc(), 4e-16);
    }
  }

  @Test
  void theAreaOfAlmostContinuousScoresIsWithinANarrowBound() {
    ClassifiedSample sample = ClassifiedSample.of("binary");
    assertEquals(OptionalDouble.of(0), sample.figure("aucIsExact"));
    assertTrue(sample.counts().snapshot().aucErrorBound().orElseThrow() < 1e-4);
  }

  // scipy.stats.binomtest(k, n).proportion_ci(0.9, method="wilson") of 16 in 20, 7 in 8, 7 in 10
  // and 7 in 11, the last as 2q/(1 + q); SciPy 1.17.1.
  @Test
  void sharesOfABinaryModelHaveWilsonsLimits() {
    ClassificationCounts counts = new ClassificationCounts("1");
    add(counts, "1", "1", 7);
    add(counts, "1", "0", 1);
    add(counts, "0", "1", 3);
    add(counts, "0", "0", 9);
    assertLimits(counts, "accuracy", 0.6216233141646322, 0.906881983418789);
    assertLimits(counts, "precision", 0.5888566256699879, 0.9716006762621898);
    assertLimits(counts, "recall", 0.4416997958698351, 0.8731234160968021);
    assertLimits(counts, "f1", 0.5653067981194657, 0.9040274790676448);
    assertEquals(0.8, limits(counts, "accuracy").lower(0.5));
    assertEquals(14 / 18.0, limits(counts, "f1").upper(0.5), 1e-15);
    assertTrue(counts.independently("calibration-error").isEmpty());
  }

  private static ConfidenceLimits limits(ClassificationCounts counts, String figure) {
    return counts.independently(figure).orElseThrow();
  }

  private static void assertLimits(
      ClassificationCounts counts, String figure, double lower, double upper) {
    assertEquals(lower, limits(counts, figure).lower(0.95), 1e-12, figure);
    assertEquals(upper, limits(counts, figure).upper(0.95), 1e-12, figure);
  }

  @Test
  void ofSeveralClassesOnlyTheAccuracyAndTheLossesHaveLimits() {
    ClassificationCounts counts = ClassifiedSample.of("several").counts();
    assertTrue(counts.snapshot().positive().isEmpty());
    for (String figure : List.of("accuracy", "log-loss", "brier")) {
      assertTrue(limits(counts, figure).lower(0.9) < limits(counts, figure).upper(0.9), figure);
    }
    for (String figure : List.of("precision", "recall", "f1", "auc", "mae")) {
      assertTrue(counts.independently(figure).isEmpty(), figure);
    }
  }

  @Test
  void nothingIsDefinedWithoutPairs() {
    ClassificationQuality quality = new ClassificationCounts("spam").snapshot();
    assertEquals(Optional.of(new ClassFigures("spam", 0, 0, 0)), quality.positive());
    for (String figure : List.of("accuracy", "precision", "recall", "f1", "log-loss", "auc")) {
      assertTrue(new ClassificationCounts("spam").independently(figure).isEmpty(), figure);
    }
    assertEquals(List.of(), quality.classes());
    assertTrue(new ClassificationCounts().snapshot().positive().isEmpty());
  }

  @Test
  void aThousandClassesAreListedAndAllAreAveraged() {
    ClassificationCounts counts = new ClassificationCounts();
    for (int i = 0; i <= 1_000; i++) {
      add(counts, "c" + i, "c" + i, i == 500 ? 1 : 2);
    }
    // The class that would come last, and now is wrong as well.
    add(counts, "c499", "c500", 0);
    counts.add(new Classified("c499", "d", null));
    ClassificationQuality quality = counts.snapshot();
    assertEquals(1_000, quality.classes().size());
    assertEquals(new ClassFigures("c0", 2, 2, 2), quality.classes().getFirst());
    assertEquals(new ClassFigures("c999", 2, 2, 2), quality.classes().getLast());
    assertEquals((1_000 + 2.0 / 3) / 1_001, quality.precision().orElseThrow(), 1e-15);
    assertEquals(1_001 / 1_002.0, quality.recall().orElseThrow(), 1e-15);
    assertEquals(2_001 / 2_002.0, quality.accuracy().orElseThrow());
  }

  @Test
  void countsOfDifferentPositiveClassesStayApart() {
    ClassificationCounts spam = new ClassificationCounts("spam");
    for (ClassificationCounts other :
        List.of(new ClassificationCounts(), new ClassificationCounts("ham"))) {
      assertThrows(IllegalArgumentException.class, () -> spam.merge(other));
      assertThrows(IllegalArgumentException.class, () -> spam.retract(other));
    }
  }

  @Test
  void takingBackWhatWasNotCountedIsRefusedAndChangesNothing() {
    ClassificationCounts counts = new ClassificationCounts();
    add(counts, "a", "b", 1);
    add(counts, "b", "a", 1);
    // Both classes are there as often as (a, a) has it, but never together.
    for (List<String> pair : List.of(List.of("a", "a"), List.of("a", "c"), List.of("c", "b"))) {
      ClassificationCounts other = new ClassificationCounts();
      add(other, pair.getFirst(), pair.getLast(), 1);
      assertThrows(IllegalArgumentException.class, () -> counts.retract(other));
    }
    ClassificationCounts expected = new ClassificationCounts();
    add(expected, "b", "a", 1);
    add(expected, "a", "b", 1);
    assertEquals(expected, counts);
  }

  @Test
  void fewPairsTakeFewBytes() {
    assertTrue(bytes(new ClassificationCounts()) <= 6);
    ClassificationCounts counts = new ClassificationCounts("spam");
    add(counts, "spam", "spam", 3);
    int without = bytes(counts);
    assertTrue(without < 25, () -> without + " bytes");
    counts.add(new Classified("spam", "spam", Probabilities.of("spam", 0.7)));
    counts.add(new Classified("spam", "ham", Probabilities.of("spam", 0.8)));
    int with = bytes(counts);
    assertTrue(with < 180, () -> with + " bytes");
  }

  @Test
  void bytesOfNoBinAreRefused() {
    ByteWriter out = new ByteWriter();
    out.writeByte(0).writeUnsigned(0).writeUnsigned(0).writeUnsigned(0).writeUnsigned(1 << 10);
    ByteReader in = new ByteReader(out.toByteArray());
    assertThrows(IllegalArgumentException.class, () -> ClassificationCounts.readFrom(in));
  }

  private static void assertFigures(
      ClassifiedSample sample, ClassificationQuality quality, long times) {
    double rounding = 1e-13;
    assertEquals(sample.pairs.size() * times, quality.scored());
    assertEquals(sample.figure("stated").orElseThrow(), (double) quality.stated() / times);
    assertClose("accuracy", sample.figure("accuracy"), quality.accuracy(), rounding);
    assertClose("precision", sample.figure("precision"), quality.precision(), rounding);
    assertClose("recall", sample.figure("recall"), quality.recall(), rounding);
    assertClose("f1", sample.figure("f1"), quality.f1(), rounding);
    assertClose("log loss", sample.figure("logLoss"), quality.logLoss(), rounding);
    assertClose("Brier", sample.figure("brier"), quality.brier(), rounding);
    assertClose("bound", sample.figure("aucErrorBound"), quality.aucErrorBound(), rounding);
    double bound = quality.aucErrorBound().orElse(0);
    assertClose("AUC", sample.figure("auc"), quality.auc(), bound + rounding);
    assertClose(
        "calibration", sample.figure("calibrationError"), quality.calibrationError(), rounding);
    if (times == 1) {
      assertClose("AUC error", sample.figure("aucError"), quality.aucError(), rounding);
      assertClose("error", sample.figure("logLossError"), quality.logLossError(), rounding);
      assertClose("Brier error", sample.figure("brierError"), quality.brierError(), rounding);
    }
    assertEquals(
        sample.classes,
        quality.classes().stream()
            .map(
                c ->
                    new ClassFigures(
                        c.name(), c.support() / times, c.predicted() / times, c.hits() / times))
            .toList());
    assertEquals(sample.bins.size(), quality.calibration().size());
    for (int i = 0; i < sample.bins.size(); i++) {
      CalibrationBin bin = quality.calibration().get(i);
      assertEquals(Long.parseLong(sample.bins.get(i)[1]) * times, bin.count());
      assertEquals(Double.parseDouble(sample.bins.get(i)[2]), bin.meanProbability(), rounding);
      assertEquals(Double.parseDouble(sample.bins.get(i)[3]), bin.share(), rounding);
      assertTrue(bin.meanProbability() <= bin.upper() && bin.meanProbability() >= bin.lower());
      assertEquals(0.1, bin.upper() - bin.lower(), rounding);
    }
  }

  private static void assertClose(
      String figure, OptionalDouble expected, OptionalDouble actual, double tolerance) {
    assertEquals(expected.isPresent(), actual.isPresent(), figure);
    assertEquals(expected.orElse(0), actual.orElse(0), tolerance, figure);
  }

  private static void add(ClassificationCounts counts, String predicted, String actual, int times) {
    for (int i = 0; i < times; i++) {
      counts.add(new Classified(predicted, actual, null));
    }
  }

  private static int bytes(ClassificationCounts counts) {
    ByteWriter out = new ByteWriter();
    counts.writeTo(out);
    return out.size();
  }
}
