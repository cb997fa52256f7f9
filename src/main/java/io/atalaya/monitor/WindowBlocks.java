package io.atalaya.monitor;

import io.atalaya.statistics.Accumulator;
import io.atalaya.statistics.Jackknife;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A window in at most {@value #MAX_BLOCKS} blocks of equal length, to find out how sure its figures
 * are: what is close in time is alike, so it is blocks that are left out, and not single values.
 *
 * <p>The window is divided when it is first asked for, and once. Memory: the blocks. One writer.
 *
 * @param <A> what is accumulated in a block
 */
final class WindowBlocks<A extends Accumulator<A>> {

  /** Enough for a steady standard error, and few enough for blocks that are long. */
  static final int MAX_BLOCKS = 30;

  /** With two, t is four times as wide as for many, and nothing would ever be sure. */
  static final int LEAST_BLOCKS = 3;

  /** The blocks, and all of them together. */
  private record Divided<A>(List<A> blocks, A all) {}

  private final Supplier<List<A>> dividing;
  private final Supplier<A> empty;
  private final ToLongFunction<A> size;
  private @Nullable Divided<A> divided;

  /**
   * @param dividing gives the blocks, in the order of time
   * @param empty makes an empty one
   * @param size how many values figures are taken over
   */
  WindowBlocks(Supplier<List<A>> dividing, Supplier<A> empty, ToLongFunction<A> size) {
    this.dividing = dividing;
    this.empty = empty;
    this.size = size;
  }

  /** All of the window; not to be changed by the caller. */
  A all() {
    return divided().all;
  }

  /** How many values there are in all. */
  long size() {
    return size.applyAsLong(all());
  }

  /**
   * How a figure changes without each block; empty when it is undefined, or says too little: with
   * fewer than {@value #LEAST_BLOCKS} blocks, effectively.
   */
  Optional<Jackknife> jackknife(Function<A, OptionalDouble> figure) {
    return Jackknife.of(all(), divided().blocks, size, figure)
        .filter(all -> all.effectiveBlocks() >= LEAST_BLOCKS);
  }

  private Divided<A> divided() {
    Divided<A> current = divided;
    if (current == null) {
      List<A> blocks = dividing.get();
      A all = empty.get();
      blocks.forEach(all::merge);
      current = new Divided<>(blocks, all);
      divided = current;
    }
    return current;
  }
}
