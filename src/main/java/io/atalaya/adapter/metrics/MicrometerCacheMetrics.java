package io.atalaya.adapter.metrics;

import io.atalaya.cache.CacheFigures;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.LocalLevel;
import io.atalaya.cache.Storing.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an instance's cache did since its start; sum it over the instances.
 *
 * <p>{@code atalaya_cache_requests_seconds_count} is every request, by where its answer was; those
 * with {@code result="miss"} had none. {@code atalaya_cache_loads_seconds_count} is less where
 * callers ask the model themselves, and more where answers are refreshed ahead. Worth an alert: a
 * falling share of hits, {@code atalaya_cache_outdated_total} that keeps rising long after an
 * invalidation, and {@code atalaya_cache_stale_seconds_max} above a second.
 */
@ApplicationScoped
public class MicrometerCacheMetrics implements CacheMetrics, CacheFigures {

  private static final Duration[] EDGES = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private record Labels(String model, String result) {}

  private final MeterRegistry registry;
  private final Map<Labels, Timer> lookups = new ConcurrentHashMap<>();
  private final Map<Labels, Timer> loads = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> applied = new ConcurrentHashMap<>();

  MicrometerCacheMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The gauges of the memory, under the names that Micrometer has for caches. */
  void bind(@Observes StartupEvent start, LocalLevel memory) {
    Gauge.builder("cache.size", memory, LocalLevel::size)
        .description("Answers in memory")
        .tag("cache", "predictions")
        .register(registry);
    Gauge.builder("cache.weight", memory, LocalLevel::weight)
        .description("What the answers in memory weigh")
        .baseUnit("bytes")
        .tag("cache", "predictions")
        .register(registry);
  }

  @Override
  public void lookup(String model, String result, long nanos) {
    lookups
        .computeIfAbsent(
            new Labels(model, result),
            labels ->
                Timer.builder("atalaya.cache.requests")
                    .description("Requests to the prediction cache, by where the answer was")
                    .tag("model", model)
                    .tag("result", result)
                    .serviceLevelObjectives(EDGES)
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public Map<String, Long> requests(String model) {
    Map<String, Long> requests = new TreeMap<>();
    lookups.forEach(
        (labels, timer) -> {
          if (labels.model.equals(model)) {
            requests.put(labels.result, timer.count());
          }
        });
    return requests;
  }

  @Override
  public void load(String model, boolean answered, long nanos) {
    loads
        .computeIfAbsent(
            new Labels(model, answered ? "success" : "failure"),
            labels ->
                Timer.builder("atalaya.cache.loads")
                    .description("Questions of the prediction cache to the model")
                    .tag("model", model)
                    .tag("result", labels.result)
                    .serviceLevelObjectives(EDGES)
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void stored(String model, int bytes) {
    Counter.builder("cache.puts")
        .description("Answers that were stored")
        .tag("cache", "predictions")
        .tag("model", model)
        .register(registry)
        .increment();
    Counter.builder("atalaya.cache.stored")
        .description("Bytes of the answers that were stored, before compression")
        .baseUnit("bytes")
        .tag("model", model)
        .register(registry)
        .increment(bytes);
  }

  @Override
  public void encoded(int bodyBytes, int writtenBytes) {
    encoded("body", bodyBytes);
    encoded("written", writtenBytes);
  }

  private void encoded(String form, int bytes) {
    Counter.builder("atalaya.cache.encoded")
        .description("Bytes of answers kept outside the process: their bodies, and as written")
        .baseUnit("bytes")
        .tag("form", form)
        .register(registry)
        .increment(bytes);
  }

  @Override
  public void refused(String model, Reason reason) {
    Counter.builder("atalaya.cache.refused")
        .description("Answers that were not stored")
        .tag("model", model)
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  @Override
  public void evicted(String cause) {
    Counter.builder("cache.evictions")
        .description("Answers that left the memory")
        .tag("cache", "predictions")
        .tag("cause", cause)
        .register(registry)
        .increment();
  }

  @Override
  public void applied(String model, long number, long announcedMillis, long staleMillis) {
    applied
        .computeIfAbsent(
            model,
            name -> {
              AtomicLong last = new AtomicLong();
              Gauge.builder("atalaya.cache.applied.invalidation", last, AtomicLong::get)
                  .description("The number of the last invalidation that holds on this instance")
                  .tag("model", name)
                  .register(registry);
              return last;
            })
        .accumulateAndGet(number, Math::max);
    timer("atalaya.cache.invalidation", "From an invalidation's announcement until it held", model)
        .record(announcedMillis, TimeUnit.MILLISECONDS);
    timer("atalaya.cache.stale", "From an announcement to the last answer before it held", model)
        .record(staleMillis, TimeUnit.MILLISECONDS);
  }

  private Timer timer(String name, String description, String model) {
    return Timer.builder(name).description(description).tag("model", model).register(registry);
  }

  @Override
  public void outdated(String model) {
    Counter.builder("atalaya.cache.outdated")
        .description("Answers that were found and not given, since they had been invalidated")
        .tag("model", model)
        .register(registry)
        .increment();
  }
}
