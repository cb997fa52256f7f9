package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HomogeneityTest {

  private static double p(long[]... parts) {
    long[] all = new long[parts[0].length];
    for (long[] part : parts) {
      Arrays.setAll(all, bin -> all[bin] + part[bin]);
    }
    Homogeneity homogeneity = new Homogeneity();
    for (long[] part : parts) {
      BinnedPair pair = BinnedPair.of(all, part).withoutCurrent();
      ChiSquared test = ChiSquared.test(pair);
      double share = pair.n() / (double) Arrays.stream(all).sum();
      homogeneity.add(share, test.statistic(), test.degreesOfFreedom());
    }
    return homogeneity.p();
  }

  /** SciPy 1.17.1: {@code chi2_contingency(parts, correction=False).pvalue}. */
  @Test
  void partsOfAWholeAreAContingencyTable() {
    assertEquals(
        0.12685754500958596,
        p(new long[] {20, 30, 50}, new long[] {25, 25, 50}, new long[] {36, 24, 40}),
        1e-12);
    assertEquals(
        0.09861108832741067,
        p(new long[] {200, 310}, new long[] {90, 110}, new long[] {400, 555}, new long[] {17, 43}),
        1e-12);
  }

  @Test
  void withoutTwoColumnsNothingDiffers() {
    assertEquals(1, p(new long[] {20}, new long[] {30}));
    assertEquals(1, new Homogeneity().p());
  }
}
