package io.atalaya.bootstrap;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the scoring of texts may use.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param model the directory of a sentence-transformer; without one, what needs it is not computed
 * @param threads how many texts are scored at the same time, 1 to 64
 * @param queue how many texts wait at most, 1 to 100,000
 */
record ScoringResources(Optional<Path> model, int threads, int queue) {

  private static final int MOST_THREADS = 64;
  private static final int MOST_WAITING = 100_000;

  ScoringResources {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads: %d is out of range: give 1 to %d".formatted(threads, MOST_THREADS));
    }
    if (queue < 1 || queue > MOST_WAITING) {
      throw new IllegalArgumentException(
          "queue: %d is out of range: give 1 to %d texts".formatted(queue, MOST_WAITING));
    }
  }
}
