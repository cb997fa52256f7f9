package io.atalaya.bootstrap;

import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads one bound on one figure of a model.
 *
 * <p>Missing keys: the window is 1h when the model has that, else its longest; the severity is
 * warning; {@code min-scored} is 30 and {@code confidence-level} 0.95 for figures over scored
 * pairs, and both 0 for others.
 */
final class ThresholdReader {

  private static final Duration PREFERRED = Duration.ofHours(1);

  private final Duration pane;
  private final Duration defaultWindow;

  /**
   * @param pane the finest step of all windows
   * @param windows the windows that the model names itself, one or more
   */
  ThresholdReader(Duration pane, List<Duration> windows) {
    this.pane = pane;
    this.defaultWindow =
        windows.isEmpty() || windows.contains(PREFERRED) ? PREFERRED : Collections.max(windows);
  }

  /** Reads one block; empty when something is wrong with it, which is then reported. */
  Optional<Threshold> read(CheckDefinition check, Block block) {
    boolean min = block.has("min");
    if (min == block.has("max")) {
      block.problem(
          min
              ? "has both min and max: give a list of two bounds, [{min: …}, {max: …}]"
              : "has neither min nor max: give one of them");
    }
    Threshold.Bound bound = min ? Threshold.Bound.MIN : Threshold.Bound.MAX;
    Optional<Double> limit = limit(check, block, min ? "min" : "max");
    Duration window =
        block.value("window", defaultWindow, text -> ModelReader.window(text, "1h", pane));
    Severity severity =
        block.value(
            "severity", Severity.WARNING, text -> Quantities.constant(Severity.class, text));
    long minScored =
        block.value("min-scored", check.scored() ? 30L : 0L, text -> Quantities.whole(text, "30"));
    double minCoverage = block.value("min-coverage", 0.0, text -> Quantities.ratio(text, "0.5"));
    double confidenceLevel =
        block.value(
            "confidence-level",
            check.scored() ? 0.95 : 0.0,
            text -> Quantities.ratio(text, "0.95"));
    Duration holdFor = block.value("for", Duration.ZERO, text -> Quantities.duration(text, "2m"));
    double clear = block.ratio("clear", "5%");
    return block.end(
        () ->
            new Threshold(
                check.name(),
                bound,
                limit.orElseThrow(),
                window,
                severity,
                minScored,
                minCoverage,
                confidenceLevel,
                holdFor,
                clear));
  }

  private static Optional<Double> limit(CheckDefinition check, Block block, String key) {
    return block.value(
        key,
        text ->
            switch (check.unit()) {
              case RATIO -> Quantities.ratio(text, "0.80");
              case SECONDS -> Quantities.duration(text, "100ms").toMillis() / 1_000.0;
              case NUMBER -> Quantities.number(text, "50");
            });
  }

  /** What to do about a threshold on a name that no threshold can bound. */
  static String remedyForUnknown(String check) {
    if (CheckDefinition.unboundedNames().contains(check)) {
      return check.equals("drift")
          ? "drift has no threshold: set the drift block of the model"
          : check + " is judged without a threshold: remove it";
    }
    List<String> known = new ArrayList<>(CheckDefinition.boundedNames());
    known.add(CheckDefinition.KPI + "<name>");
    known.add(CheckDefinition.SCORE + "<name>");
    return "unknown check: " + Suggestion.of(check, known, "use");
  }
}
