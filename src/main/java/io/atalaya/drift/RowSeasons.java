package io.atalaya.drift;

/**
 * How the rows of a file are divided by season.
 *
 * @param time the column with the time of each row; it is no feature
 */
public record RowSeasons(Seasons seasons, String time) {

  public RowSeasons {
    if (time.isEmpty()) {
      throw new IllegalArgumentException(
          "time: is missing: give the name of the column with the time of each row");
    }
  }
}
