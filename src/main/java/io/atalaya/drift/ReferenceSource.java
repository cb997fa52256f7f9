package io.atalaya.drift;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a model's reference distributions come from. */
public sealed interface ReferenceSource {

  /**
   * A file of rows; a column is a feature.
   *
   * @param seasons how the rows are divided by season; empty where they are not
   */
  record File(Path path, Optional<RowSeasons> seasons) implements ReferenceSource {

    /** A file without seasons. */
    public File(Path path) {
      this(path, Optional.empty());
    }
  }

  /**
   * The {@code size} values with the smallest id hashes of the version's first {@code over}.
   *
   * @param onDeployed whether it is learned anew each time that the version is deployed
   * @param healthy whether it is learned only from the time in which no threshold was broken, once
   *     the labels of that time have come
   */
  record Learned(int size, Duration over, boolean onDeployed, boolean healthy)
      implements ReferenceSource {

    /**
     * The largest sample: the numbers that an index sends of a feature stay below half a megabyte.
     */
    public static final int MOST = 25_000;

    /** One that is learned once, from whatever there is. */
    public Learned(int size, Duration over) {
      this(size, over, false, false);
    }

    public Learned {
      if (size < 2 || size > MOST) {
        throw new IllegalArgumentException(
            "auto: "
                + size
                + " is not from 2 to "
                + MOST
                + ": give a number of values, for example 10000");
      }
      if (!over.isPositive()) {
        throw new IllegalArgumentException(
            "over: " + over + " is not above 0: give a duration, for example 24h");
      }
    }
  }
}
