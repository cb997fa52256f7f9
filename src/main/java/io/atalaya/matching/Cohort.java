package io.atalaya.matching;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The predictions of one version of a model. One writer. */
final class Cohort {

  /** A prediction that waits again, or since later than it says, and is in another queue by now. */
  record Again(long horizonMillis, int slot) {}

  final int number;
  final OutcomeMatcher matcher;
  final String version;

  /** Those that waited for an outcome when they were read; some have theirs by now. */
  final SlotQueue waiting;

  private @Nullable PriorityQueue<Again> again;

  /** How many wait for their outcome. */
  int pending;

  Cohort(int number, OutcomeMatcher matcher, String version, SlotQueue waiting) {
    this.number = number;
    this.matcher = matcher;
    this.version = version;
    this.waiting = waiting;
  }

  void addAgain(long horizonMillis, int slot) {
    if (again == null) {
      again = new PriorityQueue<>((a, b) -> Long.compare(a.horizonMillis, b.horizonMillis));
    }
    again.add(new Again(horizonMillis, slot));
  }

  /** The first of those that wait again; null when there is none. */
  @Nullable Again firstAgain() {
    return again == null ? null : again.peek();
  }

  void removeFirstAgain() {
    if (again != null) {
      again.remove();
    }
  }
}
