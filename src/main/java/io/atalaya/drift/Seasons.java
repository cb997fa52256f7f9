package io.atalaya.drift;

import io.atalaya.window.Panes;
import io.atalaya.window.WindowLabel;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The seasons of data with a daily or weekly rhythm.
 *
 * <p>Definition: a season lasts an hour of UTC and is the one of the hour, or of the day of the
 * week and the hour, that the clock on the wall shows at its beginning. So it follows daylight
 * saving time: an hour that is skipped has no season that day, one that comes twice the same season
 * twice. Where the clock is off by half an hour, a season begins at half past. Immutable.
 *
 * @param cycle what repeats itself
 * @param zone where the clock hangs
 */
public record Seasons(Cycle cycle, ZoneId zone) {

  /** The length of a season, in milliseconds. */
  public static final long MILLIS = Duration.ofHours(1).toMillis();

  private static final int HOURS = 24;

  /** What repeats itself. */
  public enum Cycle {
    HOUR_OF_DAY("hour-of-day", HOURS),
    HOUR_OF_WEEK("hour-of-week", 7 * HOURS);

    private final String label;
    private final int seasons;

    Cycle(String label, int seasons) {
      this.label = label;
      this.seasons = seasons;
    }

    /** Its name in the configuration, on the log and in the API. */
    public String label() {
      return label;
    }

    /** The number of its seasons. */
    public int seasons() {
      return seasons;
    }

    /** The cycle of a name, or IllegalArgumentException. */
    public static Cycle ofLabel(String label) {
      return Arrays.stream(values())
          .filter(cycle -> cycle.label.equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "season: "
                          + label
                          + " is unknown: give "
                          + Arrays.stream(values())
                              .map(Cycle::label)
                              .collect(Collectors.joining(" or "))));
    }
  }

  /**
   * The seasons of a cycle and a zone as they are written.
   *
   * @param zone an IANA time zone
   * @throws IllegalArgumentException with a message that begins with the configuration key
   */
  public static Seasons of(String cycle, String zone) {
    try {
      return new Seasons(Cycle.ofLabel(cycle), ZoneId.of(zone));
    } catch (DateTimeException none) {
      throw new IllegalArgumentException(
          "zone: %s is no time zone: give one, for example Europe/Madrid".formatted(zone), none);
    }
  }

  /** The season of a time, in milliseconds since the epoch: from 0, which begins the cycle. */
  public int at(long millis) {
    ZonedDateTime begin = Instant.ofEpochMilli(startMillis(millis)).atZone(zone);
    return switch (cycle) {
      case HOUR_OF_DAY -> begin.getHour();
      case HOUR_OF_WEEK -> (begin.getDayOfWeek().getValue() - 1) * HOURS + begin.getHour();
    };
  }

  /** When the season of a time begins. */
  public static long startMillis(long millis) {
    return Panes.startOf(millis, MILLIS);
  }

  /** When the season of a time ends. */
  public static long endMillis(long millis) {
    return Panes.endOf(millis, MILLIS);
  }

  /** What a season is called: {@code 03}, or {@code mon-03}. */
  public String name(int season) {
    String hour = "%02d".formatted(season % HOURS);
    return switch (cycle) {
      case HOUR_OF_DAY -> hour;
      case HOUR_OF_WEEK ->
          DayOfWeek.of(season / HOURS + 1)
                  .getDisplayName(TextStyle.SHORT, Locale.ROOT)
                  .toLowerCase(Locale.ROOT)
              + "-"
              + hour;
    };
  }

  /** The season of a name; empty when none is called so. */
  public OptionalInt named(String name) {
    return IntStream.range(0, cycle.seasons).filter(one -> name(one).equals(name)).findFirst();
  }

  /**
   * Refuses a window that would lie in several seasons: one that does not divide an hour.
   *
   * @throws IllegalArgumentException with a message that begins with its configuration key
   */
  public static void requireWithin(Duration window) {
    if (MILLIS % window.toMillis() != 0) {
      throw new IllegalArgumentException(
          "window: %s does not divide an hour, which a season lasts: give 1h, or for example 30m"
              .formatted(WindowLabel.of(window)));
    }
  }
}
