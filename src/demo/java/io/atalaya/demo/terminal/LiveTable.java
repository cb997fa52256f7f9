package io.atalaya.demo.terminal;

import java.time.LocalDate;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The table of the demonstration: a line every few seconds, so that it shows the decline as a
 * whole; the forecasts' figures first, then those of their cache, the shop's and those of the
 * texts. Absent figures are a dash; the list of drifting features, in the last column, has no
 * bound: the one that is farthest from its reference comes first, with its distance.
 */
public final class LiveTable {

  private static final String COLUMNS =
      "%4s %-10s %5s %5s %5s %8s %5s %5s %4s %4s %5s %4s %4s %6s %5s %5s %5s %7s  %s";

  private LiveTable() {}

  /** The names of the columns. */
  public static String header() {
    return COLUMNS.formatted(
        "done",
        "replaying",
        "MAE",
        "est.",
        "R2",
        "accuracy",
        "conf.",
        "in 90",
        "ripe",
        "hits",
        "saved",
        "hit",
        "miss",
        "bought",
        "eng.",
        "rel.",
        "coh.",
        "signals",
        "drifting");
  }

  /**
   * A line of figures.
   *
   * @param progress of the replay, 0 to 1
   * @param day the recorded day at which the replay is
   * @param firing the signals that are firing
   */
  public static String row(
      double progress,
      LocalDate day,
      DemandFigures figures,
      CacheFigures cache,
      ShopFigures shop,
      TextFigures texts,
      int firing) {
    return COLUMNS
        .formatted(
            Math.round(100 * progress) + "%",
            day,
            number("%.1f", figures.mae()),
            number("%.1f", figures.estimatedMae()),
            number("%.2f", figures.r2()),
            number("%.3f", figures.accuracy()),
            number("%.2f", figures.confidence()),
            number("%.2f", figures.held()),
            number("%.2f", figures.labels().coverage()),
            number("%.2f", cache.hitRatio()),
            number("%.0f", cache.savedCalls()),
            number("%.1f", cache.hitMillis()),
            number("%.1f", cache.missMillis()),
            number("%.3f", shop.conversionRate()),
            number("%.3f", shop.engagementRate()),
            number("%.2f", texts.relevance()),
            number("%.2f", texts.coherence()),
            firing == 0 ? "-" : firing,
            Chronicle.ranked(figures.drifting()))
        .stripTrailing();
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
  }
}
