package io.atalaya.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Counts by a non-negative integer key that are gathered fast, to be taken over in order: a place
 * for each key, in pages of {@value #PAGE} keys between the least and the greatest key seen.
 *
 * <p>Cost: constant a key, a pass over the pages to take over. Memory: 272 bytes a page that is
 * counted in, four for one between two of them. One thread at a time.
 */
final class GatheredCounts {

  private static final int PAGE_SHIFT = 6;
  private static final int PAGE = 1 << PAGE_SHIFT;

  /** What is further apart is not gathered. */
  private static final int MAX_PAGES = 1_024;

  private static final int[] @Nullable [] NONE = {};

  private int[] @Nullable [] pages = NONE;
  private int base;
  private int gathered;

  /** Counts {@code key} once more; false, and nothing counted, when it is too far from others. */
  boolean increment(int key) {
    int at = (key >>> PAGE_SHIFT) - base;
    if (at < 0 || at >= pages.length) {
      if (!reach(key >>> PAGE_SHIFT)) {
        return false;
      }
      at = (key >>> PAGE_SHIFT) - base;
    }
    int @Nullable [] page = pages[at];
    if (page == null) {
      page = new int[PAGE];
      pages[at] = page;
    }
    page[key & (PAGE - 1)]++;
    gathered++;
    return true;
  }

  /** The sum of all counts. */
  int total() {
    return gathered;
  }

  /** Whether one count more might be too many for a place. */
  boolean isFull() {
    return gathered == Integer.MAX_VALUE;
  }

  /** Takes out all that was gathered. */
  SparseCounts take() {
    SparseCounts taken = new SparseCounts();
    for (int at = 0; at < pages.length && gathered > 0; at++) {
      int @Nullable [] page = pages[at];
      for (int i = 0; page != null && i < PAGE; i++) {
        if (page[i] != 0) {
          taken.append(((base + at) << PAGE_SHIFT) + i, page[i]);
          page[i] = 0;
        }
      }
    }
    gathered = 0;
    return taken;
  }

  private boolean reach(int page) {
    if (pages.length == 0) {
      base = page;
    }
    int from = Math.min(base, page);
    int to = Math.max(base + pages.length, page + 1);
    if (to - from > MAX_PAGES) {
      return false;
    }
    int[] @Nullable [] wider = new int[to - from][];
    System.arraycopy(pages, 0, wider, base - from, pages.length);
    pages = wider;
    base = from;
    return true;
  }
}
