package io.atalaya.notebook.metrics;

import io.atalaya.bench.Options;
import io.atalaya.notebook.thresholds.Goal;
import io.atalaya.notebook.thresholds.Span;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the caller chose.
 *
 * @param data the directory of the events; empty for those of the demonstration
 * @param configuration the files of the configuration; none for that of the demonstration
 * @param goal what bounds are tuned for
 * @param every how often all metrics are plotted
 */
record Choices(String data, List<Path> configuration, Goal goal, Duration every) {

  /** The demonstration's models do what they should in these months. */
  private static final String HEALTHY = "2011-09-01..2011-11-01";

  /** From late November on they do not. */
  private static final String KNOWN = "2011-11-25..2012-04-01";

  Choices {
    configuration = List.copyOf(configuration);
  }

  /** Reads the options, and refuses all others. */
  static Choices of(Options options) {
    String data = options.text("data", "");
    String files = options.text("config", "");
    double rate = rate(options.text("rate", "1"));
    Span healthy = span("healthy", options.text("healthy", HEALTHY));
    String known = options.text("known", data.isEmpty() ? KNOWN : "");
    Duration every = Duration.ofMinutes(options.whole("every-minutes", 1_440, 1));
    options.end();
    return new Choices(
        data,
        paths(files),
        new Goal(rate, healthy, words(known).map(text -> span("known", text)).toList()),
        every);
  }

  private static List<Path> paths(String files) {
    return words(files).map(Path::of).toList();
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).filter(word -> !word.isEmpty());
  }

  private static double rate(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--rate: %s is no number: give false alarms in 30 days, for example 1".formatted(text),
          e);
    }
  }

  private static Span span(String option, String text) {
    String[] ends = text.split("\\.\\.", -1);
    try {
      if (ends.length == 2) {
        return new Span(millis(ends[0]), millis(ends[1]));
      }
    } catch (DateTimeException e) {
      // Told below, with what would be right.
    }
    throw new IllegalArgumentException(
        "--%s: %s is no span: give two dates or times in UTC, as %s is"
            .formatted(option, text, HEALTHY));
  }

  private static long millis(String text) {
    return text.length() == "2011-09-01".length()
        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli()
        : Instant.parse(text).toEpochMilli();
  }
}
