package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoProportionsTest {

  /**
   * SciPy 1.17.1: {@code fisher_exact([[h, m - h], [k, n - k]])} where fewer than 5 are expected in
   * a cell, else {@code 2*norm.sf(abs(z))} with the pooled share.
   */
  @ParameterizedTest
  @CsvSource({
    "0,10000,3,300,2.446941219146985e-05",
    "10000,10000,297,300,2.446941219146985e-05",
    "100,10000,60,300,8.846556593071538e-52",
    "500,10000,30,300,0.00011225081609645172",
    "500,10000,15,300,1",
    "3,20,9,15,0.005510456165290078",
    "1,1,0,1,1",
    "0,10000,0,300,1",
    "300,300,20,20,1"
  })
  void sharesAreComparedAsSciPyDoes(long have, long m, long haveNow, long n, double p) {
    assertEquals(p, TwoProportions.pValue(have, m, haveNow, n), 1e-8 * p);
  }

  @Test
  void moreValuesThanAnIntHasAreCompared() {
    assertEquals(1, TwoProportions.pValue(1, 3_000_000_000L, 1, 3_000_000_000L), 1e-9);
  }

  @Test
  void whatAreNoSharesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TwoProportions.pValue(2, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> TwoProportions.pValue(0, 1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> TwoProportions.pValue(0, 0, 0, 1));
  }
}
