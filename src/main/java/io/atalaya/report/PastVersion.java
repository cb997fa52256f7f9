package io.atalaya.report;

import io.atalaya.monitor.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one version in a period and the one before. Only what the report shows is kept,
 * whatever is read: at most 25 windows of a day, 15 of a week.
 *
 * <p>For one thread.
 */
final class PastVersion {

  private static final long STEP_SECONDS = Digest.EVERY.toSeconds();

  private final ReportPeriod period;

  /** When the longer windows end that are needed. */
  private final Set<Instant> dayEnds;

  private final Map<Instant, Digest.Window> days = new HashMap<>();
  private final Map<Instant, Digest.Window> hours = new HashMap<>();
  private @Nullable Digest last;

  PastVersion(ReportPeriod period) {
    this.period = period;
    dayEnds =
        switch (period.kind()) {
          case DAILY -> Set.of(wholeHour(period.start()));
          case WEEKLY ->
              Stream.of(period.before(), period)
                  .map(ReportPeriod::steps)
                  .flatMap(Collection::stream)
                  .map(PastVersion::wholeHour)
                  .collect(Collectors.toUnmodifiableSet());
        };
  }

  /** Takes a digest, of any time. */
  void add(Digest digest) {
    Instant time = Instant.ofEpochMilli(digest.timeMillis());
    if (digest.windows().isEmpty() || time.isAfter(period.end())) {
      return;
    }
    if (dayEnds.contains(time)) {
      days.put(time, digest.windows().getLast());
    }
    if (time.isAfter(period.start())) {
      if (period.kind() == ReportPeriod.Kind.DAILY) {
        hours.put(time, digest.windows().getFirst());
      }
      if (last == null || last.timeMillis() <= digest.timeMillis()) {
        last = digest;
      }
    }
  }

  /** The last digest of the period; null without one. */
  @Nullable Digest last() {
    return last;
  }

  /** Its figures; none without a digest in the period. */
  List<FigureTrend> trends() {
    Digest newest = last;
    if (newest == null) {
      return List.of();
    }
    return switch (period.kind()) {
      case DAILY -> ofDay(newest.windows().getLast());
      case WEEKLY -> ofWeek(newest);
    };
  }

  private List<FigureTrend> ofDay(Digest.Window day) {
    Digest.Window before = days.get(wholeHour(period.start()));
    List<Digest.@Nullable Window> steps = new ArrayList<>();
    period.steps().forEach(step -> steps.add(hours.get(wholeHour(step))));
    return names(List.of(day)).stream()
        .map(
            name ->
                new FigureTrend(
                    Figure.named(name), value(day, name), value(before, name), values(steps, name)))
        .toList();
  }

  private List<FigureTrend> ofWeek(Digest newest) {
    List<Digest.@Nullable Window> week = windows(period, newest);
    List<Digest.@Nullable Window> weekBefore = windows(period.before(), newest);
    return names(week).stream()
        .map(Figure::named)
        .map(
            figure -> {
              List<OptionalDouble> values = values(week, figure.name());
              return new FigureTrend(
                  figure,
                  figure.ofDays(values),
                  figure.ofDays(values(weekBefore, figure.name())),
                  values);
            })
        .toList();
  }

  /** The window that ends with each day of a week; of the day that goes on, the newest. */
  private List<Digest.@Nullable Window> windows(ReportPeriod week, Digest newest) {
    Instant time = Instant.ofEpochMilli(newest.timeMillis());
    List<Digest.@Nullable Window> windows = new ArrayList<>();
    Instant start = week.start();
    for (Instant end : week.steps()) {
      boolean goesOn = time.isAfter(start) && time.isBefore(wholeHour(end));
      windows.add(goesOn ? newest.windows().getLast() : days.get(wholeHour(end)));
      start = end;
    }
    return windows;
  }

  /** Where days do not begin with a whole hour of UTC, the whole hour before. */
  private static Instant wholeHour(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), STEP_SECONDS) * STEP_SECONDS);
  }

  private static SortedSet<String> names(List<Digest.@Nullable Window> windows) {
    SortedSet<String> names = new TreeSet<>(Figure.ORDER);
    windows.stream()
        .filter(Objects::nonNull)
        .forEach(window -> names.addAll(window.figures().keySet()));
    return names;
  }

  private static List<OptionalDouble> values(List<Digest.@Nullable Window> windows, String name) {
    return windows.stream().map(window -> value(window, name)).toList();
  }

  private static OptionalDouble value(Digest.@Nullable Window window, String name) {
    Double value = window == null ? null : window.figures().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
