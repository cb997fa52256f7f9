package io.atalaya.monitor;

import io.atalaya.signal.CheckDefinition;
import io.atalaya.window.WindowLabel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a version at a whole hour, so that a day can be looked back on: the figures of
 * the windows that end there, what drifts and what fires.
 *
 * @param model the model
 * @param version the version
 * @param unit the unit of its numbers; null where none is given
 * @param team who owns it; null where that is not given
 * @param timeMillis the end of the windows, in milliseconds since the epoch
 * @param windows one or two windows, the shorter first: the longest of at most an hour, and the
 *     longest of at most a day
 * @param drifting the features that drift, the one that drifts most first
 * @param firing the checks that fire, as {@code accuracy over 1h (critical)}
 */
public record Digest(
    String model,
    String version,
    @Nullable String unit,
    @Nullable String team,
    long timeMillis,
    List<Window> windows,
    List<String> drifting,
    List<String> firing) {

  /** How often digests are made. */
  public static final Duration EVERY = Duration.ofHours(1);

  /** The longest window that is digested. */
  public static final Duration LONGEST = Duration.ofDays(1);

  /** All predictions of the window, failed ones included. */
  public static final String PREDICTIONS = "predictions";

  /** The scored pairs of the window. */
  public static final String SCORED = "scored";

  /** The generations of the window, failed ones included. */
  public static final String GENERATIONS = "generations";

  /** Answers from a cache over those that say. */
  public static final String CACHE_HIT_RATIO = "cache-hit-ratio";

  /** The answers that were not computed. */
  public static final String SAVED_CALLS = "saved-calls";

  /**
   * The figures of one window.
   *
   * @param length its length
   * @param figures those that are defined, by the names of checks and the constants above
   */
  public record Window(Duration length, SortedMap<String, Double> figures) {

    public Window {
      figures = Collections.unmodifiableSortedMap(figures);
    }

    static Window of(WindowFigures window) {
      SortedMap<String, Double> figures = new TreeMap<>();
      count(figures, PREDICTIONS, window.predictions());
      count(figures, SCORED, window.scored());
      count(figures, GENERATIONS, window.generation().requests());
      CacheFigures cache = window.cache();
      if (cache.hitRatio().isPresent()) {
        figures.put(CACHE_HIT_RATIO, cache.hitRatio().getAsDouble());
        figures.put(SAVED_CALLS, (double) cache.savedCalls());
      }
      for (String check : CheckDefinition.boundedNames()) {
        OptionalDouble figure = window.figure(check);
        figure.ifPresent(value -> figures.put(check, value));
      }
      window.kpis().forEach((kpi, value) -> figures.put(CheckDefinition.KPI + kpi, value));
      window
          .generation()
          .scores()
          .forEach((score, value) -> figures.put(CheckDefinition.SCORE + score, value.mean()));
      return new Window(window.window(), figures);
    }

    /** A count of 0 says as little as none where another kind of event is what comes. */
    private static void count(SortedMap<String, Double> figures, String name, long count) {
      if (count > 0) {
        figures.put(name, (double) count);
      }
    }

    /** The length as it is written, for example {@code 24h}. */
    public String label() {
      return WindowLabel.of(length);
    }
  }

  public Digest {
    windows = List.copyOf(windows);
    drifting = List.copyOf(drifting);
    firing = List.copyOf(firing);
  }

  /** Whether digests are made at {@code t}, in milliseconds since the epoch. */
  static boolean isDue(long t) {
    return t % EVERY.toMillis() == 0;
  }

  /** Which of a model's windows are digested, the shorter first; none where all are longer. */
  static List<Duration> windowsOf(List<Duration> ascending) {
    return ascending.stream()
        .filter(
            window ->
                isLongestUpTo(EVERY, window, ascending)
                    || isLongestUpTo(LONGEST, window, ascending))
        .toList();
  }

  private static boolean isLongestUpTo(Duration most, Duration window, List<Duration> ascending) {
    return window.compareTo(most) <= 0
        && ascending.stream()
            .allMatch(other -> other.compareTo(window) <= 0 || other.compareTo(most) > 0);
  }
}
