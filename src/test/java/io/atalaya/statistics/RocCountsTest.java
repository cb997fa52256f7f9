package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocCountsTest {

  private static RocAuc auc(double[] positives, double... negatives) {
    return counts(positives, negatives).auc().orElseThrow();
  }

  private static RocCounts counts(double[] positives, double... negatives) {
    RocCounts counts = new RocCounts();
    for (double probability : positives) {
      counts.add(probability, true);
    }
    for (double probability : negatives) {
      counts.add(probability, false);
    }
    return counts;
  }

  private static double[] of(double... values) {
    return values;
  }

  /**
   * NumPy 2.4.6: psi = (x[:, None] > y) + 0.5 * (x[:, None] == y); psi.mean(), (x[:, None] ==
   * y).mean() / 2, np.sqrt(psi.mean(1).var(ddof=1) / x.size + psi.mean(0).var(ddof=1) / y.size).
   */
  @Test
  void theAreaAndDeLongsErrorAreNumPys() {
    RocAuc auc = auc(of(.9, .8, .7, .6, .55), .7, .5, .4, .35, .2, .6);
    assertEquals(0.8666666666666667, auc.value(), 1e-16);
    assertEquals(2.0 / 30 / 2, auc.errorBound(), 1e-16);
    assertEquals(0.11118053386771945, auc.standardError().orElseThrow(), 1e-16);
  }

  @Test
  void theAreaOfTheScoresIsWithinTheBoundWhateverTheirSpread() {
    Random random = new Random(20_261_126);
    for (double spread : new double[] {1e-4, 0.01, 1, 5, 30, 200}) {
      double[] positives = new double[700];
      double[] negatives = new double[900];
      for (int i = 0; i < negatives.length; i++) {
        negatives[i] = 1 / (1 + Math.exp(-spread * (random.nextGaussian() - 0.5)));
        positives[i % 700] = 1 / (1 + Math.exp(-spread * (random.nextGaussian() + 0.5)));
      }
      RocAuc auc = auc(positives, negatives);
      double exact = mannWhitney(positives, negatives);
      assertEquals(exact, auc.value(), auc.errorBound() + 1e-15);
      if (spread == 1 || spread == 5) {
        assertTrue(auc.errorBound() < 5e-4, auc::toString);
      }
    }
  }

  @Test
  void theBoundIsReachedByTheWorstOrderWithinABucket() {
    RocAuc auc = auc(of(0.5 + 1e-10, 0.9), 0.5, 0.1);
    assertEquals(0.875, auc.value());
    assertEquals(0.125, auc.errorBound());
    assertEquals(1, mannWhitney(of(0.5 + 1e-10, 0.9), 0.5, 0.1));
  }

  @Test
  void equalScoresAreHalfAnAreaOfUnknownError() {
    RocAuc auc = auc(of(0.3, 0.3, 0.3), 0.3, 0.3);
    assertEquals(0.5, auc.value());
    assertEquals(0.5, auc.errorBound());
    assertTrue(auc.standardError().isEmpty());
  }

  @Test
  void separatedScoresHaveNoStandardError() {
    RocAuc right = auc(of(0.7, 0.8, 0.9), 0.1, 0.2);
    assertEquals(1, right.value());
    assertEquals(0, right.errorBound());
    assertTrue(right.standardError().isEmpty());
    RocAuc wrong = auc(of(0.1, 0.2), 0.7, 0.8, 0.9);
    assertEquals(0, wrong.value());
    assertTrue(wrong.standardError().isEmpty());
  }

  @Test
  void theStandardErrorNeedsTwoOfBoth() {
    assertTrue(auc(of(0.5), 0.1, 0.6, 0.7).standardError().isEmpty());
    assertTrue(auc(of(0.1, 0.6, 0.7), 0.5).standardError().isEmpty());
    assertTrue(auc(of(0.5, 0.65), 0.1, 0.6).standardError().isPresent());
  }

  @Test
  void thereIsNoAreaWithoutPositivesOrNegatives() {
    assertEquals(Optional.empty(), new RocCounts().auc());
    assertEquals(Optional.empty(), counts(of(0.5)).auc());
    assertEquals(Optional.empty(), counts(of(), 0.5).auc());
  }

  @Test
  void zeroAndOneAreToldFromTheirNeighbours() {
    for (double[] pair : new double[][] {{Double.MIN_VALUE, 0}, {1, 1 - 0x1p-53}, {1e-9, 1e-10}}) {
      RocAuc auc = auc(of(pair[0]), pair[1]);
      assertEquals(1, auc.value(), () -> pair[0] + " after " + pair[1]);
      assertEquals(0, auc.errorBound());
    }
    assertEquals(0.5, auc(of(1e-10), 1e-11).errorBound());
  }

  /** The share of pairs in order, equal ones half. */
  private static double mannWhitney(double[] positives, double... negatives) {
    long halves = 0;
    for (double positive : positives) {
      for (double negative : negatives) {
        halves += 1 + (long) Math.signum(positive - negative);
      }
    }
    return halves / 2.0 / positives.length / negatives.length;
  }
}
