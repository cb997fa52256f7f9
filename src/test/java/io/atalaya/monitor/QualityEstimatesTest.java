package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.accuracy.ErrorSums;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.ConfidenceInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class QualityEstimatesTest {

  private static final CheckDefinition MAE = CheckDefinition.named("mae").orElseThrow();
  private static final CheckDefinition ACCURACY = CheckDefinition.named("accuracy").orElseThrow();

  /** E|e| of a standard normal e. */
  private static final double TRUE_MAE = Math.sqrt(2 / Math.PI);

  private static final int WINDOWS = 400;

  /** How often an interval of 90 % holds the truth when errors last for a while. */
  @Test
  void blocksHoldTheTruthAsOftenAsTheySayWhereIndependentPairsDoNot() {
    Random random = new Random(20_261_127);
    int blocks = 0;
    int pairs = 0;
    for (int i = 0; i < WINDOWS; i++) {
      List<ErrorSums> divided = blocks(random, 30, _ -> 40);
      blocks += holdsTruth(estimates(divided));
      pairs += holdsTruth(estimates(List.of(merged(divided))));
    }
    assertTrue(blocks > 0.86 * WINDOWS && blocks < 0.94 * WINDOWS, "blocks: " + blocks);
    assertTrue(pairs < 0.6 * WINDOWS, "independent pairs: " + pairs);
  }

  /** A third of the blocks have 50 times as many pairs: weights by size would hold it in 70 %. */
  @Test
  void blocksOfUnequalSizeHoldTheTruthAsOften() {
    Random random = new Random(20_261_128);
    int blocks = 0;
    for (int i = 0; i < WINDOWS; i++) {
      blocks += holdsTruth(estimates(blocks(random, 30, block -> block % 3 == 0 ? 100 : 2)));
    }
    assertTrue(blocks > 0.86 * WINDOWS && blocks < 0.94 * WINDOWS, "blocks: " + blocks);
  }

  @Test
  void threeBlocksSpeakForThemselvesAndWithFewerPairsCountAsIndependent() {
    Random random = new Random(1);
    assertEquals("block-jackknife", method(blocks(random, 3, _ -> 20)));
    assertEquals("independent-pairs", method(blocks(random, 2, _ -> 20)));
    assertEquals("independent-pairs", method(blocks(random, 30, block -> block == 7 ? 400 : 2)));
  }

  @Test
  void anIntervalKeepsToTheRangeOfItsFigure() {
    List<ErrorSums> divided = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ErrorSums block = new ErrorSums();
      block.add(i % 2 == 0 ? 3 : 0.8, 1);
      divided.add(block);
    }
    // 1 - WAPE is -0.1, with a standard error of 0.3 and 9 degrees of freedom.
    ConfidenceInterval accuracy = estimates(divided).interval(ACCURACY, 0.95).orElseThrow();
    assertEquals(0, accuracy.lower());
    assertEquals(-0.1 + 0.3 * 1.8331129326536335, accuracy.upper(), 1e-9);
    ConfidenceInterval mae = estimates(divided.subList(0, 2)).interval(MAE, 0.95).orElseThrow();
    assertEquals(0, mae.lower());
    assertTrue(mae.upper() > 2, mae.toString());
  }

  @Test
  void aFigureThatIsUndefinedHasNoInterval() {
    assertEquals(Optional.empty(), estimates(List.of()).interval(MAE, 0.95));
    ErrorSums one = new ErrorSums();
    one.add(1, 2);
    assertEquals(Optional.empty(), estimates(List.of(one)).interval(MAE, 0.95));
  }

  @Test
  void theWindowIsDividedOnceAndOnlyWhenAnIntervalIsAskedFor() {
    List<ErrorSums> divided = blocks(new Random(2), 10, _ -> 10);
    List<String> asked = new ArrayList<>();
    QualityEstimates<ErrorSums> estimates =
        estimates(
            () -> {
              asked.add("divided");
              return divided;
            });
    assertEquals(List.of(), asked);
    ConfidenceInterval wide = estimates.interval(MAE, 0.99).orElseThrow();
    ConfidenceInterval narrow = estimates.interval(MAE, 0.9).orElseThrow();
    assertTrue(estimates.interval(ACCURACY, 0.9).isPresent());
    assertTrue(wide.lower() < narrow.lower() && narrow.upper() < wide.upper());
    assertEquals(List.of("divided"), asked);
  }

  private static String method(List<ErrorSums> divided) {
    return estimates(divided).interval(MAE, 0.95).orElseThrow().method();
  }

  private static QualityEstimates<ErrorSums> estimates(List<ErrorSums> divided) {
    return estimates(() -> divided);
  }

  private static QualityEstimates<ErrorSums> estimates(Supplier<List<ErrorSums>> dividing) {
    return new QualityEstimates<>(new WindowBlocks<>(dividing, ErrorSums::new, ErrorSums::scored));
  }

  private static int holdsTruth(QualityEstimates<ErrorSums> estimates) {
    ConfidenceInterval interval = estimates.interval(MAE, 0.95).orElseThrow();
    return interval.lower() <= TRUE_MAE && TRUE_MAE <= interval.upper() ? 1 : 0;
  }

  private static ErrorSums merged(List<ErrorSums> divided) {
    ErrorSums all = new ErrorSums();
    divided.forEach(all::merge);
    return all;
  }

  /**
   * Blocks of so many pairs with standard normal errors. Seven tenths of their variance is what all
   * errors of one of 100 moments in a block share, and 0.95 times that of the moment before.
   */
  private static List<ErrorSums> blocks(Random random, int count, IntUnaryOperator size) {
    List<ErrorSums> divided = new ArrayList<>();
    double state = random.nextGaussian();
    for (int i = 0; i < count; i++) {
      double[] shared = new double[100];
      for (int moment = 0; moment < shared.length; moment++) {
        shared[moment] = state;
        state = 0.95 * state + Math.sqrt(1 - 0.95 * 0.95) * random.nextGaussian();
      }
      ErrorSums block = new ErrorSums();
      for (int pair = 0; pair < size.applyAsInt(i); pair++) {
        double error =
            Math.sqrt(0.7) * shared[random.nextInt(shared.length)]
                + Math.sqrt(0.3) * random.nextGaussian();
        block.add(10 + error, 10);
      }
      divided.add(block);
    }
    return divided;
  }
}
