package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JackknifeTest {

  /** Values with their mean, the simplest figure. */
  private static final class Mean implements Accumulator<Mean> {
    private long n;
    private final ExactSum sum = new ExactSum();

    private static Mean of(double... values) {
      Mean mean = new Mean();
      for (double value : values) {
        mean.n++;
        mean.sum.add(value);
      }
      return mean;
    }

    private OptionalDouble value() {
      return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.value() / n);
    }

    @Override
    public void merge(Mean other) {
      n += other.n;
      sum.merge(other.sum);
    }

    @Override
    public void retract(Mean other) {
      n -= other.n;
      sum.retract(other.sum);
    }

    @Override
    public boolean isEmpty() {
      return n == 0;
    }
  }

  /** NumPy 2.4.6: {@code std(x, ddof=1) / sqrt(len(x))}, which the jackknife is for a mean. */
  @Test
  void withBlocksOfOneValueItIsTheStandardErrorOfTheMean() {
    Estimate estimate = jackknife(of(3.1), of(2.7), of(4.4), of(5), of(3.3), of(2.9), of(4.1));
    assertEquals(3.642857142857143, estimate.value(), 1e-15);
    assertEquals(0.32649447078898947, estimate.standardError(), 1e-14);
    assertEquals(6, estimate.degreesOfFreedom(), 1e-14);
  }

  /** By hand: 2.5 over all, 5.5 without the first block, 1 without the last. */
  @Test
  void blocksOfAnySizeAreLeftOutAndEmptyOnesDoNotCount() {
    Estimate estimate = jackknife(of(0, 1, 2, 1), of(), of(4, 7));
    assertEquals(2.5, estimate.value());
    assertEquals(Math.sqrt((9 + 2.25) / 2), estimate.standardError(), 1e-14);
    assertEquals(36 / 20.0 - 1, estimate.degreesOfFreedom(), 1e-14);
  }

  @Test
  void leavesAllAsItWas() {
    List<Mean> blocks = List.of(of(0.1, 1e300), of(-7.3), of(1e-300));
    Mean all = merged(blocks);
    assertTrue(Jackknife.of(all, blocks, block -> block.n, Mean::value).isPresent());
    assertEquals(merged(blocks).sum, all.sum);
    assertEquals(4, all.n);
  }

  @Test
  void saysNothingOfLessThanTwoBlocksOrOfAFigureThatHangsOnOne() {
    assertEquals(Optional.empty(), of(List.of()));
    assertEquals(Optional.empty(), of(List.of(of(), of())));
    assertEquals(Optional.empty(), of(List.of(of(), of(1, 2, 3))));
    assertTrue(of(List.of(of(1), of(1, 2, 3))).isPresent());
    List<Mean> blocks = List.of(of(1), of(2), of(3));
    assertEquals(
        Optional.empty(),
        Jackknife.of(
            merged(blocks),
            blocks,
            block -> block.n,
            mean -> mean.sum.value() == 4 ? OptionalDouble.empty() : mean.value()));
  }

  @Test
  void beyondTheRangeOfDoublesThereIsNoStandardError() {
    assertEquals(
        Optional.empty(), of(List.of(of(1e300), of(-1e300), of(1))).orElseThrow().estimate());
  }

  @Test
  void equalBlocksCountInFullAndADominantOneHardlyAtAll() {
    List<Mean> equal = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      equal.add(of(i, i));
    }
    assertEquals(20, of(equal).orElseThrow().effectiveBlocks(), 1e-12);
    double[] many = new double[1_000];
    assertEquals(
        1_002 * 1_002 / 1_000_002.0,
        of(List.of(of(many), of(1), of(2))).orElseThrow().effectiveBlocks(),
        1e-12);
  }

  /** Two samples that have their ups and downs in common differ by a constant: it is certain. */
  @Test
  void whatTwoSamplesHaveInCommonWithinABlockCancelsOut() {
    Jackknife one = of(List.of(of(1, 1), of(8, 8), of(4, 4))).orElseThrow();
    Jackknife other = of(List.of(of(2), of(9), of(5))).orElseThrow();
    Estimate difference = one.minus(other).estimate().orElseThrow();
    assertEquals(-1, difference.value(), 1e-14);
    assertEquals(0, difference.standardError(), 1e-14);
    assertEquals(2, difference.degreesOfFreedom(), 1e-14);
  }

  /**
   * Samples that never meet: the squared standard errors add up, but for the factor (g − 1)/g, here
   * 5/6 of six blocks instead of 2/3 of three.
   */
  @Test
  void samplesThatShareNoBlockAddUp() {
    Jackknife one = of(List.of(of(1), of(8), of(4), of(), of(), of())).orElseThrow();
    Jackknife other = of(List.of(of(), of(), of(), of(2), of(6), of(3))).orElseThrow();
    double squares =
        square(one.estimate().orElseThrow().standardError())
            + square(other.estimate().orElseThrow().standardError());
    Estimate difference = one.minus(other).estimate().orElseThrow();
    assertEquals(Math.sqrt(squares * (5 / 6.0) / (2 / 3.0)), difference.standardError(), 1e-12);
    assertEquals(2, difference.degreesOfFreedom(), 1e-12);
  }

  @Test
  void samplesThatAreDividedInDifferentWaysCannotBeCompared() {
    Jackknife one = of(List.of(of(1), of(8))).orElseThrow();
    Jackknife other = of(List.of(of(1), of(8), of(2))).orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> one.minus(other));
  }

  private static Estimate jackknife(Mean... blocks) {
    return of(Arrays.asList(blocks)).orElseThrow().estimate().orElseThrow();
  }

  private static Optional<Jackknife> of(List<Mean> blocks) {
    return Jackknife.of(merged(blocks), blocks, block -> block.n, Mean::value);
  }

  private static Mean of(double... values) {
    return Mean.of(values);
  }

  private static Mean merged(List<Mean> blocks) {
    Mean all = of();
    blocks.forEach(all::merge);
    return all;
  }

  private static double square(double x) {
    return x * x;
  }
}
