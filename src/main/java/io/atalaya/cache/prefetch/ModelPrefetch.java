package io.atalaya.cache.prefetch;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.prefetch.PrefetchMetrics.Reason;
import io.atalaya.cache.prefetch.PrefetchMetrics.Result;
import io.atalaya.cache.prefetch.Successors.Guess;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What of one model is asked for ahead. Safe for use by several threads; {@link #run} is one's. */
final class ModelPrefetch {

  private static final long AGE_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int MOST_GUESSES = 1_000;
  private static final int PLACES = 10_000;

  /** Of so many candidates for each hot input those that are not hot are told apart. */
  private static final int CANDIDATES = 4;

  private final String model;
  private final PrefetchSettings settings;
  private final PredictionCache cache;
  private final PrefetchMetrics metrics;
  private final HotKeys hot;
  private final Successors successors = new Successors(PLACES);
  private final Queue<Guess> guesses = new ArrayBlockingQueue<>(MOST_GUESSES);
  private final Set<InputHash> asking = ConcurrentHashMap.newKeySet();
  private final Unused unused;
  private double allowance;
  private long lastMillis = Long.MIN_VALUE;
  private long agedMillis;

  ModelPrefetch(
      String model, PrefetchSettings settings, PredictionCache cache, PrefetchMetrics metrics) {
    this.model = model;
    this.settings = settings;
    this.cache = cache;
    this.metrics = metrics;
    hot = new HotKeys(Math.max(1, CANDIDATES * settings.hottest()));
    unused = new Unused(PLACES, reason -> metrics.prefetched(model, reason, Result.WASTED));
  }

  void requested(String caller, InputHash input, boolean hit, Loader loader) {
    Reason reason = unused.take(input);
    if (reason != null) {
      metrics.prefetched(model, reason, hit ? Result.USED : Result.WASTED);
    }
    if (settings.hottest() > 0) {
      hot.requested(input, loader);
    }
    if (settings.successors()) {
      successors.requested(caller, input, loader).ifPresent(guesses::offer);
    }
  }

  void run(long nowMillis) {
    if (lastMillis == Long.MIN_VALUE) {
      agedMillis = nowMillis;
    } else {
      double more = settings.perSecond() * Math.max(0, nowMillis - lastMillis) / 1000;
      allowance = Math.min(Math.max(1, settings.perSecond()), allowance + more);
    }
    lastMillis = nowMillis;
    followGuesses();
    if (allowance >= 1 && settings.hottest() > 0) {
      keepWarm();
    }
    if (nowMillis >= agedMillis + AGE_EVERY_MILLIS) {
      agedMillis = nowMillis;
      hot.age();
    }
  }

  private void followGuesses() {
    while (allowance >= 1) {
      Guess guess = guesses.poll();
      if (guess == null) {
        return;
      }
      if (cache.lifeLeft(model, guess.input()) == 0) {
        ask(guess.input(), guess.loader(), Reason.FOLLOWED);
      }
    }
  }

  private void keepWarm() {
    int looked = 0;
    for (HotKeys.Hot candidate : hot.hottest()) {
      if (looked++ == settings.hottest() || allowance < 1) {
        return;
      }
      double left = cache.lifeLeft(model, candidate.input());
      if (left <= settings.ahead()) {
        ask(candidate.input(), candidate.loader(), left == 0 ? Reason.WARMED : Reason.RENEWED);
      }
    }
  }

  private void ask(InputHash input, Loader loader, Reason reason) {
    if (!asking.add(input)) {
      return;
    }
    allowance--;
    metrics.prefetched(model, reason, Result.ASKED);
    CompletionStage<?> asked =
        reason == Reason.RENEWED
            ? cache.refresh(model, input, loader)
            : cache.warm(model, input, loader);
    var ignored =
        asked.whenComplete(
            (answer, failure) -> {
              asking.remove(input);
              if (failure == null) {
                unused.put(input, reason);
              } else {
                metrics.prefetched(model, reason, Result.FAILED);
              }
            });
  }
}
