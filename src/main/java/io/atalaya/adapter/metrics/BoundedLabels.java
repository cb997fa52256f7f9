package io.atalaya.adapter.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the values of a label that a producer can choose: the first {@code most} of them are told
 * apart, all later ones are {@link #OTHER}.
 *
 * <p>Safe for use by several threads; one hash look-up for a known value.
 */
final class BoundedLabels {

  /** What stands for all values beyond the bound. */
  static final String OTHER = "other";

  private final int most;
  private final Set<String> admitted = ConcurrentHashMap.newKeySet();

  BoundedLabels(int most) {
    this.most = most;
  }

  /** {@code value} when it is one of the first, else {@link #OTHER}. */
  String admit(String value) {
    if (value.equals(OTHER) || admitted.contains(value)) {
      return value;
    }
    synchronized (admitted) {
      if (admitted.size() < most) {
        admitted.add(value);
      }
      return admitted.contains(value) ? value : OTHER;
    }
  }
}
