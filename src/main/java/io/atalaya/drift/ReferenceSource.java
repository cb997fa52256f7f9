package io.atalaya.drift;

import java.nio.file.Path;
import java.time.Duration;

/** Where a model's reference distributions come from. */
public sealed interface ReferenceSource {

  /** A CSV file with a header; a column is a feature. */
  record File(Path path) implements ReferenceSource {}

  /** The {@code size} values with the smallest id hashes of the version's first {@code over}. */
  record Learned(int size, Duration over) implements ReferenceSource {}
}
