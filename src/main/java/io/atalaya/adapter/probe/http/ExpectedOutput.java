package io.atalaya.adapter.probe.http;

import java.util.List;

/**
 * What an output of a test prediction must be. An argument out of its bounds is refused with a
 * message that begins with its configuration key.
 *
 * @param output the output's name
 * @param shape its dimensions, −1 for any; empty when the shape does not matter
 * @param min the least that each of its numbers may be
 * @param max the most
 */
public record ExpectedOutput(String output, List<Integer> shape, double min, double max) {

  public ExpectedOutput {
    shape = List.copyOf(shape);
    if (output.isBlank()) {
      throw new IllegalArgumentException("output: is empty: give the name of the output");
    }
    for (int dimension : shape) {
      if (dimension < 1 && dimension != -1) {
        throw new IllegalArgumentException(
            "shape: %d is neither 1 or more, nor -1 for any: give for example [1, 1]"
                .formatted(dimension));
      }
    }
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "min: %s is above max, %s: give a range".formatted(min, max));
    }
  }

  /** Whether the bounds say anything. */
  boolean isBounded() {
    return min > Double.NEGATIVE_INFINITY || max < Double.POSITIVE_INFINITY;
  }
}
