package io.atalaya.statistics;

/**
 * A statistic that can be added to, combined and taken back, all exactly: the state is a function
 * of the multiset of values alone, whatever their order and however they were divided.
 *
 * <p>Accumulators have one writer at a time and are not safe for use by several threads.
 *
 * @param <A> the accumulator's own type
 */
public interface Accumulator<A extends Accumulator<A>> {

  /** Adds all that {@code other} holds. */
  void merge(A other);

  /** Takes back all that {@code other} holds, which must have been added before. */
  void retract(A other);

  /** Whether it holds nothing. */
  boolean isEmpty();
}
