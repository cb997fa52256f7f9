package io.atalaya.notebook.thresholds;

import java.util.List;

/**
 * What history says of one bound.
 *
 * @param current what it did
 * @param suggestion what would be better
 * @param curve what others would have done, from the loosest on
 */
public record Tuned(Trial current, Suggestion suggestion, List<Trial> curve) {

  public Tuned {
    curve = List.copyOf(curve);
  }
}
