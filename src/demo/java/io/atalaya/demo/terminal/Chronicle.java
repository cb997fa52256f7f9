package io.atalaya.demo.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened since the replay began, in words: a line for each decision, and a summary of all.
 * Confined to one thread.
 */
public final class Chronicle {

  private final Instant start;
  private final Set<String> firing = new LinkedHashSet<>();
  private final SequencedMap<String, Notice.Signal> firstFirings = new LinkedHashMap<>();
  private final Map<String, Double> drifted = new TreeMap<>();
  private Figures.@Nullable Labels labels;
  private int signals;
  private int invalidations;
  private long epoch;
  private double best = Double.NEGATIVE_INFINITY;
  private double worst = Double.POSITIVE_INFINITY;

  /**
   * @param start the moment that times are counted from
   */
  public Chronicle(Instant start) {
    this.start = start;
  }

  /** The number of checks that are firing now. */
  public int firing() {
    return firing.size();
  }

  /** The epoch of the last invalidation; 0 before the first. */
  public long epoch() {
    return epoch;
  }

  /** Takes a decision in, and gives the line that tells it. */
  public String tell(Notice notice) {
    return switch (notice) {
      case Notice.Signal signal -> {
        signals++;
        signal.features().forEach(feature -> drifted.putIfAbsent(feature, 0.0));
        String check = signal.check() + "/" + signal.window();
        if (signal.firing()) {
          firing.add(check);
          firstFirings.putIfAbsent(signal.check(), signal);
        } else {
          firing.remove(check);
        }
        yield "%s  signal %s: %s over %s%s"
            .formatted(
                after(signal.time()),
                signal.firing() ? "firing (" + signal.severity() + ")" : "resolved",
                signal.check(),
                signal.window(),
                comparison(signal));
      }
      case Notice.Invalidation invalidation -> {
        invalidations++;
        epoch = invalidation.epoch();
        yield "%s  cache invalidated, because of %s: epoch %d"
            .formatted(after(invalidation.time()), invalidation.reason(), epoch);
      }
    };
  }

  /** Takes figures in, as they were exported. */
  public void observe(Figures figures) {
    figures.accuracy().ifPresent(accuracy -> best = Math.max(best, accuracy));
    figures.accuracy().ifPresent(accuracy -> worst = Math.min(worst, accuracy));
    figures.drifting().forEach((feature, distance) -> drifted.merge(feature, distance, Math::max));
    labels = figures.labels();
  }

  /** What happened, a line a subject. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    if (best >= worst) {
      lines.add(
          String.format(Locale.ROOT, "accuracy       %.3f at best, %.3f at worst", best, worst));
    }
    lines.add(
        "drifted        "
            + (drifted.isEmpty()
                ? "nothing"
                : ranked(drifted) + " (largest Jensen-Shannon distance)"));
    for (Map.Entry<String, Notice.Signal> first : firstFirings.entrySet()) {
      lines.add(
          "%-14s fired first %s%s"
              .formatted(
                  first.getKey(),
                  after(first.getValue().time()).strip(),
                  comparison(first.getValue())));
    }
    lines.add("signals        %d published, %d firing at the end".formatted(signals, firing()));
    lines.add("invalidations  %d, the cache is at epoch %d".formatted(invalidations, epoch));
    if (labels != null) {
      lines.add("labels         " + health(labels));
    }
    return lines;
  }

  private String after(Instant time) {
    return "%5s".formatted("+" + Math.max(0, Duration.between(start, time).toSeconds()) + "s");
  }

  private static String comparison(Notice.Signal signal) {
    if (!signal.features().isEmpty()) {
      return ": " + words(signal.features());
    }
    String observed = number(", at %.4g", signal.observed());
    return observed + number(observed.isEmpty() ? "" : " (bound %.4g)", signal.threshold());
  }

  /** Names of features; the prediction and the confidence are judged as if they were features. */
  static String words(Collection<String> features) {
    return features.stream()
        .map(feature -> feature.replace("__", ""))
        .collect(Collectors.joining(", "));
  }

  /** Features by falling distance, with it. */
  static String ranked(Map<String, Double> distances) {
    return distances.entrySet().stream()
        .sorted(Comparator.comparing((Map.Entry<String, Double> each) -> -each.getValue()))
        .map(
            each ->
                String.format(
                    Locale.ROOT, "%s %.2f", each.getKey().replace("__", ""), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String health(Figures.Labels labels) {
    return percent(labels.coverage())
        + " of the last predictions have theirs"
        + number(", half of them within %.2g s", labels.medianSeconds())
        + number(", 95 %% within %.2g s", labels.p95Seconds())
        + number("; %.0f wait", labels.pending())
        + number(", %.0f outcomes without a prediction", labels.orphans());
  }

  private static String percent(OptionalDouble share) {
    return share.isEmpty()
        ? "none"
        : number("%.0f %%", OptionalDouble.of(100 * share.getAsDouble()));
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
  }
}
