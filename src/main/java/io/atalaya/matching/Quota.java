package io.atalaya.matching;

/** How many things several holders may have together. One writer. */
final class Quota {

  private final int limit;
  private int used;

  /**
   * @param limit the most things, at least 1
   */
  Quota(int limit) {
    this.limit = limit;
  }

  boolean isFull() {
    return used >= limit;
  }

  void take() {
    used++;
  }

  void giveBack() {
    used--;
  }
}
