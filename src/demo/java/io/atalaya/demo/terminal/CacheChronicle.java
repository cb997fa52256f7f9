package io.atalaya.demo.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cache of one model did, and what each invalidation did to its hit ratio: how far that
 * fell, and when it was back. Confined to one thread.
 */
public final class CacheChronicle {

  /** So many samples before an invalidation say what the hit ratio was. */
  private static final int BEFORE = 5;

  /** The part of what the hit ratio was at which it is back. */
  private static final double BACK = 0.95;

  private static final double MILLIS_PER_SECOND = 1000;

  private final String model;
  private final Deque<CacheStats> samples = new ArrayDeque<>();
  private final List<Effect> effects = new ArrayList<>();
  private @Nullable CacheStats first;
  private @Nullable CacheFigures figures;
  private double heldSum;
  private double staleSum;

  /** What an invalidation did so far. */
  private static final class Effect {

    private final long epoch;
    private final Instant begin;
    private final OptionalDouble before;
    private OptionalDouble worst = OptionalDouble.empty();
    private OptionalDouble last = OptionalDouble.empty();
    private OptionalDouble staleMillis = OptionalDouble.empty();
    private @Nullable Duration back;

    Effect(long epoch, Instant begin, OptionalDouble before) {
      this.epoch = epoch;
      this.begin = begin;
      this.before = before;
    }

    void add(Instant now, OptionalDouble ratio) {
      if (ratio.isEmpty()) {
        return;
      }
      last = ratio;
      worst = OptionalDouble.of(Math.min(worst.orElse(1), ratio.getAsDouble()));
      if (before.isPresent() && ratio.getAsDouble() >= BACK * before.getAsDouble()) {
        back = Duration.between(begin, now);
      }
    }
  }

  /**
   * @param model the value of the label {@code model}
   */
  public CacheChronicle(String model) {
    this.model = model;
  }

  /**
   * Takes in what the cache has done by now; to be called about every second.
   *
   * @return a line when the hit ratio is back where it was before an invalidation
   */
  public Optional<String> observe(Instant now, CacheStats stats) {
    CacheStats previous = samples.peekLast();
    samples.addLast(stats);
    if (previous == null) {
      first = stats;
      return Optional.empty();
    }
    if (stats.epoch() > previous.epoch()) {
      Effect unfinished =
          effects.isEmpty() || effects.getLast().back != null ? null : effects.getLast();
      OptionalDouble before =
          unfinished == null ? previous.since(samples.getFirst()).hitRatio() : unfinished.before;
      effects.add(new Effect(stats.epoch(), now, before));
      return Optional.empty();
    }
    if (samples.size() > BEFORE + 1) {
      samples.removeFirst();
    }
    Effect effect = effects.isEmpty() ? null : effects.getLast();
    if (effect == null || effect.back != null) {
      return Optional.empty();
    }
    effect.add(now, stats.since(previous).hitRatio());
    return effect.back == null ? Optional.empty() : Optional.of("hit ratio " + words(effect));
  }

  /** The last invalidation that the cache followed; 0 before the first. */
  public long epoch() {
    return effects.isEmpty() ? 0 : effects.getLast().epoch;
  }

  /**
   * Takes in how fast the cache followed its last invalidation, and gives the line that tells it.
   */
  public String tellFollowed(Exposition scrape) {
    double held = sum(scrape, "atalaya_cache_invalidation_seconds_sum");
    double stale = sum(scrape, "atalaya_cache_stale_seconds_sum");
    double heldMillis = MILLIS_PER_SECOND * (held - heldSum);
    double staleMillis = MILLIS_PER_SECOND * (stale - staleSum);
    heldSum = held;
    staleSum = stale;
    if (!effects.isEmpty()) {
      effects.getLast().staleMillis = OptionalDouble.of(staleMillis);
    }
    return String.format(
        Locale.ROOT,
        "epoch %d held %.0f ms after its announcement; last stale answer after %.0f ms",
        epoch(),
        heldMillis,
        staleMillis);
  }

  private double sum(Exposition scrape, String name) {
    return scrape.value(name, Map.of("model", model)).orElse(0);
  }

  /** Takes in the figures of the callers, as they were exported. */
  public void observe(CacheFigures exported) {
    figures = exported;
  }

  /** What the cache did, a line a subject; nothing when it was never seen. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    CacheStats last = samples.peekLast();
    if (first == null || last == null) {
      return lines;
    }
    CacheStats all = last.since(first);
    lines.add(
        Chronicle.line(
            "cache",
            String.format(
                Locale.ROOT,
                "answered %s of %,d requests (%s); %,d went to the model",
                number(all.hitRatio()),
                all.all(),
                levels(all),
                all.misses())));
    CacheFigures callers = figures;
    if (callers != null && callers.hitMillis().isPresent() && callers.missMillis().isPresent()) {
      lines.add(
          Chronicle.line(
              "hits and misses",
              String.format(
                  Locale.ROOT,
                  "medians of %.2g ms and %.2g ms",
                  callers.hitMillis().getAsDouble(),
                  callers.missMillis().getAsDouble())));
    }
    for (Effect effect : effects) {
      String stale =
          effect.staleMillis.isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT,
                  "; last stale answer after %.0f ms",
                  effect.staleMillis.getAsDouble());
      lines.add(Chronicle.line("epoch " + effect.epoch, "hit ratio " + words(effect) + stale));
    }
    return lines;
  }

  private static String levels(CacheStats all) {
    Map<String, Long> levels = new TreeMap<>(all.requests());
    levels.remove("miss");
    List<String> words = new ArrayList<>();
    levels.forEach((level, count) -> words.add(String.format(Locale.ROOT, "%s %,d", level, count)));
    return String.join(", ", words);
  }

  private static String words(Effect effect) {
    return "%s before, %s in the worst second, %s"
        .formatted(
            number(effect.before),
            number(effect.worst),
            effect.back == null
                ? number(effect.last) + " when last seen"
                : "%s again after %d s"
                    .formatted(
                        number(effect.last),
                        Math.round(effect.back.toMillis() / MILLIS_PER_SECOND)));
  }

  private static String number(OptionalDouble ratio) {
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "-";
  }
}
