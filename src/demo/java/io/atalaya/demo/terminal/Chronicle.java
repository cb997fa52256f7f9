package io.atalaya.demo.terminal;

import io.atalaya.demo.serve.DemandService;
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
  private final Extremes accuracy = new Extremes();
  private final Extremes conversionRate = new Extremes();
  private final Extremes engagementRate = new Extremes();
  private final Extremes auc = new Extremes();
  private final Extremes relevance = new Extremes();
  private final Extremes coherence = new Extremes();
  private @Nullable DemandFigures last;
  private int signals;
  private int invalidations;
  private long epoch;

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
        if (signal.model().equals(DemandService.MODEL)) {
          signal.features().forEach(feature -> drifted.putIfAbsent(feature, 0.0));
        }
        String check = signal.model() + "/" + signal.check();
        if (signal.firing()) {
          firing.add(check + "/" + signal.window());
          firstFirings.putIfAbsent(check, signal);
        } else {
          firing.remove(check + "/" + signal.window());
        }
        yield "%s  signal %s: %s %s over %s%s"
            .formatted(
                after(signal.time()),
                signal.firing() ? "firing (" + signal.severity() + ")" : "resolved",
                signal.model(),
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
  public void observe(DemandFigures demand, ShopFigures shop, TextFigures texts) {
    accuracy.add(demand.accuracy());
    conversionRate.add(shop.conversionRate());
    engagementRate.add(shop.engagementRate());
    auc.add(shop.auc());
    relevance.add(texts.relevance());
    coherence.add(texts.coherence());
    demand.drifting().forEach((feature, distance) -> drifted.merge(feature, distance, Math::max));
    last = demand;
  }

  /** What happened, a line a subject. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    if (!accuracy.isEmpty()) {
      lines.add(line("bike accuracy", accuracy.bestAndWorst()));
    }
    lines.add(
        line(
            "drifted",
            drifted.isEmpty()
                ? "nothing"
                : ranked(drifted) + " (largest Jensen-Shannon distance)"));
    if (!conversionRate.isEmpty()) {
      lines.add(
          line(
              "shop sessions",
              conversionRate.percentages() + " buy, " + engagementRate.percentages() + " engaged"));
    }
    if (!auc.isEmpty()) {
      lines.add(line("who buys", "AUC " + auc.bestAndWorst()));
    }
    if (!relevance.isEmpty()) {
      lines.add(line("relevance of texts", relevance.bestAndWorst()));
    }
    if (!coherence.isEmpty()) {
      lines.add(line("coherence of texts", coherence.bestAndWorst()));
    }
    for (Notice.Signal first : firstFirings.values()) {
      lines.add(
          line(
              first.check(),
              first.model() + ", fired first " + after(first.time()).strip() + comparison(first)));
    }
    lines.add(line("signals", "%d published, %d firing at the end".formatted(signals, firing())));
    lines.add(
        line("invalidations", "%d, the cache is at epoch %d".formatted(invalidations, epoch)));
    if (last != null) {
      lines.add(line("labels", health(last.labels())));
      if (last.p95Millis().isPresent()) {
        lines.add(line("latency", number("95 %% below %.2g ms", last.p95Millis())));
      }
    }
    return lines;
  }

  static String line(String subject, String text) {
    return "%-19s %s".formatted(subject, text);
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

  private static String health(DemandFigures.Labels labels) {
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
