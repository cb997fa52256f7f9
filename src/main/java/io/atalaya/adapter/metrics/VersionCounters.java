package io.atalaya.adapter.metrics;

import io.atalaya.event.Generation;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import io.atalaya.matching.OutcomeMatcher;
import io.atalaya.monitor.MonitorMetrics.VersionMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one version, found once and kept: an event costs a few additions and no look-up by
 * tags.
 *
 * <p>A version's meters begin at 0 with its first event. The version {@code unknown}, under which
 * outcomes without a prediction are counted, never has predictions and so none of their meters.
 *
 * <p>One writer. Several of them may count for the same version: the registry gives all of them the
 * same meters.
 */
final class VersionCounters implements VersionMetrics {

  private static final Pattern WORD = Pattern.compile("[a-z0-9_-]{1,64}");

  /** The matches that have a prediction, and so its version. */
  private static final Match[] WITH_PREDICTION = {
    Match.MATCHED, Match.CORRECTED, Match.DUPLICATE, Match.RETRACTED
  };

  private final MeterRegistry registry;
  private final Histograms histograms;
  private final String model;
  private final String version;
  private final Tags tags;
  private final BoundedLabels errorLabels;
  private final BoundedLabels finishLabels;
  private final Map<Match, Counter> outcomes = new EnumMap<>(Match.class);
  private final Map<GivenUp, Counter> givenUp = new EnumMap<>(GivenUp.class);
  private final Map<String, Counter> errors = new HashMap<>();
  private final Map<String, Counter> finishes = new HashMap<>();
  private @Nullable Predictions predictions;
  private @Nullable Generations generations;

  /** Counted since the last flush: the registry's counters are shared and dear. */
  private long predicted;

  private final Map<Match, Tally> matches = new EnumMap<>(Match.class);

  private static final class Tally {
    private long count;
  }

  private record Predictions(
      Counter all, VersionHistogram.Tally confidence, VersionHistogram.Tally latency) {}

  private record Generations(
      Counter input,
      Counter output,
      VersionHistogram.Tally firstToken,
      VersionHistogram.Tally duration) {}

  /**
   * The meters of a version.
   *
   * @param errorLabels bounds the kinds of errors of the model
   * @param finishLabels bounds the reasons that its texts end for
   */
  VersionCounters(
      MeterRegistry registry,
      Histograms histograms,
      String model,
      String version,
      BoundedLabels errorLabels,
      BoundedLabels finishLabels) {
    this.registry = registry;
    this.histograms = histograms;
    this.model = model;
    this.version = version;
    this.errorLabels = errorLabels;
    this.finishLabels = finishLabels;
    tags = Tags.of("model", model, "version", version);
    if (!version.equals(OutcomeMatcher.UNKNOWN_VERSION)) {
      predictions();
      for (Match match : WITH_PREDICTION) {
        outcomes.put(match, outcomeCounter(match));
      }
    }
  }

  @Override
  public void prediction(@Nullable String error, double confidence, double latencySeconds) {
    Predictions meters = predictions();
    predicted++;
    if (error != null) {
      errors.computeIfAbsent(errorLabel(error), this::errorCounter).increment();
    }
    if (!Double.isNaN(confidence)) {
      meters.confidence.observe(confidence);
    }
    if (!Double.isNaN(latencySeconds)) {
      meters.latency.observe(latencySeconds);
    }
  }

  @Override
  public void generation(Generation generation) {
    Generations meters = generations();
    if (!Double.isNaN(generation.promptTokens())) {
      meters.input.increment(generation.promptTokens());
    }
    if (!Double.isNaN(generation.completionTokens())) {
      meters.output.increment(generation.completionTokens());
    }
    String reason = generation.finishReason();
    if (reason != null) {
      finishes.computeIfAbsent(finishLabels.admit(reason), this::finishCounter).increment();
    }
    if (generation.error() == null) {
      if (!Double.isNaN(generation.firstTokenSeconds())) {
        meters.firstToken.observe(generation.firstTokenSeconds());
      }
      if (!Double.isNaN(generation.durationSeconds())) {
        meters.duration.observe(generation.durationSeconds());
      }
    }
  }

  @Override
  public void outcome(Match match) {
    matches.computeIfAbsent(match, ignored -> new Tally()).count++;
  }

  @Override
  public void flush() {
    if (predicted > 0) {
      Predictions meters = predictions();
      meters.all.increment((double) predicted);
      meters.confidence.flush();
      meters.latency.flush();
      predicted = 0;
    }
    Generations generated = generations;
    if (generated != null) {
      generated.firstToken.flush();
      generated.duration.flush();
    }
    matches.forEach(
        (match, tally) -> {
          if (tally.count > 0) {
            outcomes.computeIfAbsent(match, this::outcomeCounter).increment((double) tally.count);
            tally.count = 0;
          }
        });
  }

  @Override
  public void givenUp(GivenUp what) {
    givenUp.computeIfAbsent(what, this::givenUpCounter).increment();
  }

  private String errorLabel(String error) {
    String word = error.toLowerCase(Locale.ROOT);
    return WORD.matcher(word).matches() ? errorLabels.admit(word) : BoundedLabels.OTHER;
  }

  private Predictions predictions() {
    Predictions known = predictions;
    if (known == null) {
      known =
          new Predictions(
              Counter.builder("atalaya.predictions")
                  .description("Predictions read, failed ones included")
                  .baseUnit("predictions")
                  .tags(tags)
                  .register(registry),
              histograms.confidence().tally(model, version),
              histograms.latency().tally(model, version));
      predictions = known;
    }
    return known;
  }

  private Generations generations() {
    Generations known = generations;
    if (known == null) {
      known =
          new Generations(
              tokenCounter("input"),
              tokenCounter("output"),
              histograms.firstToken().tally(model, version),
              histograms.duration().tally(model, version));
      generations = known;
    }
    return known;
  }

  private Counter tokenCounter(String type) {
    return Counter.builder("atalaya.generation.tokens")
        .description("Tokens of prompts (input) and of texts (output) that generations state")
        .baseUnit("tokens")
        .tags(tags)
        .tag("type", type)
        .register(registry);
  }

  private Counter finishCounter(String reason) {
    return Counter.builder("atalaya.generation.finish")
        .description("Generations that say why they ended, by the reason; other beyond 20 a model")
        .tags(tags)
        .tag("reason", reason)
        .register(registry);
  }

  private Counter errorCounter(String error) {
    return Counter.builder("atalaya.prediction.errors")
        .description("Predictions that failed, by the kind of failure; other beyond 20 a model")
        .baseUnit("errors")
        .tags(tags)
        .tag("error", error)
        .register(registry);
  }

  private Counter givenUpCounter(GivenUp what) {
    // Without a base unit, which would be in the name: atalaya_given_up_total is public.
    return Counter.builder("atalaya.given.up")
        .description("Identifiers forgotten before their time, because there were too many")
        .tags(tags)
        .tag("state", what.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter outcomeCounter(Match match) {
    return Counter.builder("atalaya.outcomes")
        .description("Outcomes by what they changed; unmatched: no prediction within the horizon")
        .baseUnit("outcomes")
        .tags(tags)
        .tag("match", match.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
