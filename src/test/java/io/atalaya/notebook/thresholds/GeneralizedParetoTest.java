package io.atalaya.notebook.thresholds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Expected values are of SciPy 1.17.1 and NumPy 2.4.6. */
class GeneralizedParetoTest {

  @Test
  void isFittedByProbabilityWeightedMoments() {
    double[] excesses = {0.12, 0.45, 0.3, 1.7, 0.08, 0.92, 0.61, 2.4, 0.2, 0.33, 0.75, 1.1};

    GeneralizedPareto fitted = GeneralizedPareto.fit(excesses);

    // x = np.sort(...); p = (np.arange(1, 13) - 0.35) / 12; a0 = x.mean(); a1 = np.mean(x * (1 -
    // p))
    // xi = 2 - a0 / (a0 - 2 * a1); sigma = 2 * a0 * a1 / (a0 - 2 * a1)
    assertEquals(-0.01923076923076872, fitted.shape(), 1e-12);
    assertEquals(0.7610256410256406, fitted.scale(), 1e-12);
  }

  @Test
  void fitFindsTheDistributionThatSciPyDrewItsQuantilesFrom() {
    // isf is that of scipy.stats.genpareto, see below.
    for (GeneralizedPareto truth :
        new GeneralizedPareto[] {new GeneralizedPareto(0.2, 1.5), new GeneralizedPareto(-0.3, 2)}) {
      double[] quantiles = new double[1_000];
      for (int i = 0; i < quantiles.length; i++) {
        quantiles[i] = truth.exceededWith(1 - (i + 0.65) / quantiles.length);
      }

      GeneralizedPareto fitted = GeneralizedPareto.fit(quantiles);

      assertEquals(truth.shape(), fitted.shape(), 0.003);
      assertEquals(truth.scale(), fitted.scale(), 0.003);
    }
  }

  @Test
  void quantilesAreThoseOfSciPy() {
    // scipy.stats.genpareto.isf(q, xi, scale=sigma)
    assertEquals(11.33914823632185, new GeneralizedPareto(0.2, 1.5).exceededWith(0.01), 1e-12);
    assertEquals(5.827383058803889, new GeneralizedPareto(-0.3, 2).exceededWith(0.001), 1e-12);
    assertEquals(2.0970125914877933, new GeneralizedPareto(0, 0.7).exceededWith(0.05), 1e-12);
    assertEquals(9.70267926383743, new GeneralizedPareto(0.4, 0.1).exceededWith(1e-4), 1e-12);
  }

  @Test
  void excessesThatAreAllTheSameOrHeavyTailedAreRefused() {
    assertRefused("shape", 0, 0, 0, 0);
    assertRefused("below 0.5", 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e3);
  }

  private static void assertRefused(String reason, double... excesses) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> GeneralizedPareto.fit(excesses))
                .getMessage());
    assertTrue(message.contains(reason), message);
  }
}
