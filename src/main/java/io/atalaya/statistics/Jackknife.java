package io.atalaya.statistics;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The delete-one-block jackknife: how far a figure may be from the truth, from how it changes as
 * each block of the sample is left out.
 *
 * <p>Definition: θ is the figure of all, θ₍ⱼ₎ that without block j, and g the number of blocks that
 * hold something. The squared standard error is (g − 1)/g · Σ(θ₍ⱼ₎ − θ)²; its degrees of freedom
 * are the effective number of blocks, (Σmⱼ)²/Σmⱼ² for sizes mⱼ, less 1. It is right for any smooth
 * figure, and whatever values within a block have to do with one another; values of different
 * blocks are to have little. Undefined with fewer than two blocks that hold something, and where
 * the figure is undefined for all or without one of them.
 *
 * <p>The blocks are not weighted by their size, as F. Busing, E. Meijer and R. van der Leeden do
 * (Statistics and Computing 9, 1999): their weights suppose that a block twice as large says twice
 * as much, which is so of independent values alone.
 *
 * <p>Cost: a retraction, a merge and the figure, a block. Immutable.
 *
 * <p>Source: H. R. Künsch, "The jackknife and the bootstrap for general stationary observations",
 * Ann. Statist. 17, 1989; for blocks of unequal size J. MacKinnon, M. Nielsen, M. Webb,
 * "Cluster-robust inference: a guide to empirical practice", J. Econometrics 232, 2023 (their CV3);
 * the effective number is L. Kish's, Survey Sampling, 1965.
 */
public final class Jackknife {

  private final double value;

  /** θ₍ⱼ₎ − θ by block; 0 for one that holds nothing. */
  private final double[] changes;

  private final boolean[] filled;
  private final double effectiveBlocks;

  private Jackknife(double value, double[] changes, boolean[] filled, double effectiveBlocks) {
    this.value = value;
    this.changes = changes;
    this.filled = filled;
    this.effectiveBlocks = effectiveBlocks;
  }

  /**
   * Leaves each block out in turn; empty when that says nothing.
   *
   * @param all the merge of the blocks; changed on the way, and left as it was
   * @param blocks the blocks, in the order of time; some may be empty
   * @param size how many values of the figure a block holds
   * @param figure the figure
   */
  public static <A extends Accumulator<A>> Optional<Jackknife> of(
      A all, List<A> blocks, ToLongFunction<A> size, Function<A, OptionalDouble> figure) {
    OptionalDouble value = figure.apply(all);
    double[] changes = new double[blocks.size()];
    boolean[] filled = new boolean[blocks.size()];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < changes.length && value.isPresent(); i++) {
      A block = blocks.get(i);
      double n = (double) size.applyAsLong(block);
      if (n > 0) {
        all.retract(block);
        OptionalDouble without = figure.apply(all);
        all.merge(block);
        if (without.isEmpty()) {
          return Optional.empty();
        }
        changes[i] = without.getAsDouble() - value.getAsDouble();
        filled[i] = true;
        sum += n;
        squares += n * n;
      }
    }
    double effective = sum == 0 ? 0 : sum * sum / squares;
    return effective > 1
        ? Optional.of(new Jackknife(value.getAsDouble(), changes, filled, effective))
        : Optional.empty();
  }

  /** How many blocks of equal size would say as much: above 1, at most the number of blocks. */
  public double effectiveBlocks() {
    return effectiveBlocks;
  }

  /**
   * The difference of the same figure of two samples with the same blocks, each block left out of
   * both: what the samples have in common within a block cancels out. It has the fewer effective
   * blocks of the two.
   */
  public Jackknife minus(Jackknife other) {
    if (changes.length != other.changes.length) {
      throw new IllegalArgumentException(
          "%d blocks are not %d: divide both samples alike"
              .formatted(changes.length, other.changes.length));
    }
    double[] differences = new double[changes.length];
    boolean[] either = new boolean[changes.length];
    for (int i = 0; i < changes.length; i++) {
      differences[i] = changes[i] - other.changes[i];
      either[i] = filled[i] || other.filled[i];
    }
    return new Jackknife(
        value - other.value, differences, either, Math.min(effectiveBlocks, other.effectiveBlocks));
  }

  /** The figure with its standard error; empty beyond the range of doubles. */
  public Optional<Estimate> estimate() {
    int blocks = 0;
    double squares = 0;
    for (int i = 0; i < changes.length; i++) {
      blocks += filled[i] ? 1 : 0;
      squares += changes[i] * changes[i];
    }
    return Estimate.of(value, Math.sqrt(squares * (blocks - 1) / blocks), effectiveBlocks - 1);
  }
}
