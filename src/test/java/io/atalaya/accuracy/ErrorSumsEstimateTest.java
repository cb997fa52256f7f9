package io.atalaya.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.Jackknife;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorSumsEstimateTest {

  private static final List<String> FIGURES =
      List.of("mae", "rmse", "r2", "bias", "mape", "wape", "accuracy");

  /**
   * NumPy 2.4.6, {@code s = lambda z: std(z, ddof=1) / sqrt(400)}: mae {@code s(abs(e))}, bias
   * {@code s(e)}, mape {@code s(abs(e / a))}, rmse {@code s(e**2) / 2 / rmse}, wape {@code s(abs(e)
   * - wape * abs(a)) / mean(abs(a))}, r2 {@code (1 - r2) * hypot(s(e**2) / mean(e**2), sqrt(2 /
   * 399))}. Beside it SciPy 1.17.1, the standard error of {@code bootstrap((e, a), figure,
   * paired=True, n_resamples=20000, rng=default_rng(1))}, itself within a percent.
   */
  @ParameterizedTest
  @CsvSource({
    "mae, 1.7456259679794313, 0.06350615751138407, 0.06368567595946252",
    "rmse, 2.157866957156199, 0.07480522226660231, 0.07479947037794794",
    "r2, 0.711229744299581, 0.02861527534682572, 0.02842758006976883",
    "bias, 0.6199549961090088, 0.10347406062400437, 0.10295719743631397",
    "mape, 0.11694304053189619, 0.004698811383222077, 0.004687732151040086",
    "wape, 0.10886825048765031, 0.004140075347078289, 0.004151682231227199",
    "accuracy, 0.8911317495123497, 0.004140075347078289, 0.004151682231227199"
  })
  void ofIndependentPairsTheyAreThoseOfTheFormulasAndOfTheBootstrap(
      String figure, double value, double error, double bootstrapped) {
    Estimate estimate = new ExamplePairs().sums(0, 400).independently(figure).orElseThrow();
    assertEquals(value, estimate.value(), 1e-14);
    assertEquals(error, estimate.standardError(), 1e-11 * error);
    assertEquals(bootstrapped, estimate.standardError(), 0.02 * bootstrapped);
    assertEquals(399, estimate.degreesOfFreedom());
  }

  /**
   * NumPy 2.4.6: blocks that end at 40, 40, 95, 100, 180, 260, 300, 400, of which one is empty; d =
   * figure without a block - figure of all, {@code sqrt(6 / 7 * sum(d**2))}; {@code sum(m)**2 /
   * sum(m**2) - 1} of the sizes m.
   */
  @ParameterizedTest
  @CsvSource({
    "mae, 0.09455179146919945",
    "rmse, 0.09735686298162485",
    "r2, 0.019053014202605342",
    "wape, 0.005589907658601337"
  })
  void theJackknifeIsThatOfNumPy(String figure, double error) {
    List<ErrorSums> blocks = new ArrayList<>();
    int from = 0;
    for (int to : new int[] {40, 40, 95, 100, 180, 260, 300, 400}) {
      blocks.add(new ExamplePairs().sums(from, to));
      from = to;
    }
    ErrorSums all = new ExamplePairs().sums(0, 400);
    Jackknife jackknife =
        Jackknife.of(all, blocks, ErrorSums::scored, sums -> sums.estimator(figure)).orElseThrow();
    Estimate estimate = jackknife.estimate().orElseThrow();
    assertEquals(error, estimate.standardError(), 1e-10 * error);
    assertEquals(4.507745266781411, estimate.degreesOfFreedom(), 1e-12);
    assertEquals(new ExamplePairs().sums(0, 400), all);
  }

  @Test
  void whatIsEstimatedIsTheFigureButForAnAccuracyBelowZero() {
    ErrorSums sums = new ExamplePairs().sums(0, 400);
    for (String figure : FIGURES) {
      assertEquals(sums.snapshot().figure(figure), sums.estimator(figure), figure);
    }
    ErrorSums poor = new ErrorSums();
    poor.add(5, 1);
    poor.add(3, 1);
    assertEquals(0, poor.snapshot().figure("accuracy").orElseThrow());
    assertEquals(-2, poor.estimator("accuracy").orElseThrow());
    assertEquals(-2, poor.independently("accuracy").orElseThrow().value());
    assertTrue(poor.estimator("latency-p95").isEmpty());
    assertTrue(poor.independently("latency-p95").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void fewerThanTwoPairsSayNothing(int pairs) {
    ErrorSums sums = new ExamplePairs().sums(0, pairs);
    for (String figure : FIGURES) {
      assertEquals(Optional.empty(), sums.independently(figure), figure);
    }
  }

  @Test
  void errorsThatAreAllAlikeAreCertain() {
    ErrorSums sums = new ErrorSums();
    for (int i = 1; i <= 5; i++) {
      sums.add(2.5, 2);
    }
    for (String figure : List.of("mae", "rmse", "bias", "mape", "wape", "accuracy")) {
      assertEquals(0, sums.independently(figure).orElseThrow().standardError(), 1e-8, figure);
    }
    assertEquals(Optional.empty(), sums.independently("r2"));
  }

  @Test
  void anErrorWhoseSquareIsNoDoubleLeavesNoTraceWhenItIsTakenBack() {
    ErrorSums sums = new ExamplePairs().sums(0, 100);
    ErrorSums huge = new ErrorSums();
    huge.add(1e200, 1);
    sums.merge(huge);
    assertEquals(Optional.empty(), sums.independently("rmse"));
    sums.retract(huge);
    assertEquals(new ExamplePairs().sums(0, 100).independently("rmse"), sums.independently("rmse"));
  }

  @Test
  void aPerfectModelIsCertain() {
    ErrorSums sums = new ErrorSums();
    sums.add(1, 1);
    sums.add(2, 2);
    for (String figure : FIGURES) {
      assertEquals(0, sums.independently(figure).orElseThrow().standardError(), figure);
    }
  }

  @Test
  void aRatioWithoutADenominatorSaysNothing() {
    ErrorSums sums = new ErrorSums();
    sums.add(1, 0);
    sums.add(2, 0);
    sums.add(2, 1);
    assertEquals(Optional.empty(), sums.independently("mape"), "one actual that is not 0");
    assertTrue(sums.independently("wape").isPresent());
  }
}
