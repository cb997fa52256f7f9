package io.atalaya.notebook.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The usual strategies, which know nothing of models. */
final class Plain {

  private Plain() {}

  /** The model answers each request. */
  static Strategy none() {
    return (request, model) -> new Strategy.Answered(true, model.ask(request.question()));
  }

  /** What was used longest ago makes room; nothing ever expires. */
  static Strategy lru(int places) {
    Map<Integer, Integer> versions =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
            return size() > places;
          }
        };
    return (request, model) -> {
      Integer kept = versions.get(request.question());
      if (kept != null) {
        return new Strategy.Answered(false, kept);
      }
      int version = model.ask(request.question());
      versions.put(request.question(), version);
      return new Strategy.Answered(true, version);
    };
  }

  /** Each answer is kept for the same time: Caffeine, by when it was written. */
  static Strategy timeToLive(int places, Duration time) {
    return new TimeToLive(places, time);
  }

  private static final class TimeToLive implements Strategy {

    private final Cache<Integer, Integer> versions;
    private long nowMillis;

    TimeToLive(int places, Duration time) {
      versions =
          Caffeine.newBuilder()
              .maximumSize(places)
              .expireAfterWrite(time)
              .ticker(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis))
              .executor(Runnable::run)
              .build();
    }

    @Override
    public Answered ask(Traffic.Request request, Model model) {
      nowMillis = request.millis();
      Integer kept = versions.getIfPresent(request.question());
      if (kept != null) {
        return new Answered(false, kept);
      }
      int version = model.ask(request.question());
      versions.put(request.question(), version);
      return new Answered(true, version);
    }
  }
}
