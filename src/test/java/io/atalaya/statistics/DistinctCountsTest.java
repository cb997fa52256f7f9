package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctCountsTest {

  /** The relative standard error that is stated. */
  private static final double ERROR = 0.0081;

  private static DistinctCounts of(String prefix, int count) {
    DistinctCounts counts = new DistinctCounts();
    for (int i = 0; i < count; i++) {
      counts.add(StableHash.of(prefix + i));
    }
    return counts;
  }

  @Test
  void noneAreNone() {
    assertEquals(0, new DistinctCounts().estimate());
  }

  @Test
  void oneIsOneHoweverOften() {
    DistinctCounts counts = new DistinctCounts();
    for (int i = 0; i < 1_000; i++) {
      counts.add(StableHash.of("the same"));
    }
    assertEquals(1, counts.estimate(), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20, 200, 2_000, 20_000, 60_000, 200_000, 1_000_000})
  void theErrorIsAsStated(int count) {
    assertEquals(count, of("id-", count).estimate(), 3 * ERROR * count);
  }

  /** The errors of many estimates are no larger than one would have them, and have no bias. */
  @ParameterizedTest
  @ValueSource(ints = {300, 30_000})
  void theErrorsOfManyAreSpreadAsStated(int count) {
    int times = 60;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < times; i++) {
      double error = of(i + "/", count).estimate() / count - 1;
      sum += error;
      squares += error * error;
    }
    assertEquals(0, sum / times, 3 * ERROR / Math.sqrt(times));
    // A standard deviation of 60 values is within 30 % of the true one, in 99.9 % of all cases.
    double stated = count == 300 ? 0.0055 : ERROR;
    assertEquals(stated, Math.sqrt(squares / times), 0.3 * stated);
  }

  @Test
  void whatIsInBothCountsOnce() {
    DistinctCounts both = of("id-", 3_000);
    both.merge(of("id-", 2_000));
    assertEquals(of("id-", 3_000).estimate(), both.estimate());
  }

  @Test
  void whatIsTakenBackOnceIsStillThereIfItWasAddedTwice() {
    DistinctCounts counts = of("id-", 3_000);
    counts.merge(of("id-", 3_000));
    counts.retract(of("id-", 3_000));
    assertEquals(of("id-", 3_000).estimate(), counts.estimate());
    counts.retract(of("id-", 1_000));
    assertEquals(2_000, counts.estimate(), 3 * ERROR * 2_000);
  }

  /**
   * Half of the registers at the highest rank, half one below. Python 3.11's decimal with 50
   * digits: {@code m*m / (2*ln(2) * (m*tau(1/2) + m/2) / 2**50)}, tau by its series.
   */
  @Test
  void nearTheHighestRankTheEstimateIsErtls() {
    DistinctCounts counts = new DistinctCounts();
    for (long register = 0; register < 1 << 14; register++) {
      counts.add((register << 50) | (register & 1));
    }
    assertEquals(2.047377935994915e19, counts.estimate(), 1e5);
  }

  @Test
  void aRegisterThatDoesNotExistIsNotRead() {
    assertEquals(1, DistinctCounts.readFrom(onlyKey((1 << 20) - 64 + 1)).estimate(), 1e-4);
    assertThrows(IllegalArgumentException.class, () -> DistinctCounts.readFrom(onlyKey(1 << 20)));
  }

  @Test
  void aRankThatDoesNotExistIsNotRead() {
    // Six bits of the key are the rank, and 50 bits are left of a hash.
    assertEquals(1, DistinctCounts.readFrom(onlyKey(64 + 1)).estimate(), 1e-4);
    assertFalse(DistinctCounts.readFrom(onlyKey(64 + 51)).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> DistinctCounts.readFrom(onlyKey(64)));
    assertThrows(IllegalArgumentException.class, () -> DistinctCounts.readFrom(onlyKey(64 + 52)));
  }

  private static ByteReader onlyKey(int key) {
    ByteWriter out = new ByteWriter();
    out.writeUnsigned(1).writeUnsigned(key).writeUnsigned(1);
    return new ByteReader(out.toByteArray());
  }

  /** All registers beyond what 64 bits can tell: an estimate, and no division by zero. */
  @Test
  void theHighestRankEverywhereIsBeyondCounting() {
    DistinctCounts counts = new DistinctCounts();
    for (long register = 0; register < 1 << 14; register++) {
      counts.add(register << 50);
    }
    assertEquals(Double.POSITIVE_INFINITY, counts.estimate());
  }
}
