package io.atalaya.bench.cache;

import io.atalaya.bench.Report;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.Target;
import io.atalaya.demo.terminal.Screen;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often the model is asked for the same while many callers of two instances ask, and the whole
 * model is invalidated every second: at most once for each input between two invalidations is the
 * least that is possible.
 */
final class Loads {

  private static final int CALLERS = 16;
  private static final int MODEL_MILLIS = 5;

  /** A load, by what had been invalidated when it began. */
  private record Load(InputHash input, long epoch) {}

  private final Map<Load, AtomicInteger> loads = new ConcurrentHashMap<>();
  private final LongAdder requests = new LongAdder();
  private final AtomicBoolean over = new AtomicBoolean();

  private Loads() {}

  static void run(Servers servers, int keys, double skew, int seconds, Screen screen)
      throws InterruptedException {
    new Loads().measure(servers, keys, skew, seconds, screen);
  }

  private void measure(Servers servers, int keys, double skew, int seconds, Screen screen)
      throws InterruptedException {
    List<PredictionCache> instances = List.of(instance(servers, "a"), instance(servers, "b"));
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      PredictionCache instance = instances.get(caller % instances.size());
      Zipf zipf = new Zipf(keys, skew, caller);
      callers.add(Thread.ofPlatform().start(() -> ask(instance, zipf)));
    }
    for (int second = 1; second <= seconds; second++) {
      screen.progress((double) second / seconds, "loads");
      Thread.sleep(1_000);
      for (PredictionCache instance : instances) {
        instance.invalidate(Caches.MODEL, Target.WHOLE_MODEL, second, 0);
      }
    }
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    screen.endProgress();
    Report report = new Report("callers", "requests", "invalidations", "loads", "most of one");
    report.row(
        CALLERS + " in 2 instances",
        "%,d".formatted(requests.sum()),
        Integer.toString(seconds),
        "%,d".formatted(loads.values().stream().mapToInt(AtomicInteger::get).sum()),
        Integer.toString(loads.values().stream().mapToInt(AtomicInteger::get).max().orElse(0)));
    screen.line(report.toString());
    screen.line("\nmost of one: input, between two invalidations");
  }

  private void ask(PredictionCache instance, Zipf zipf) {
    while (!over.get()) {
      InputHash input = Caches.input(zipf.next());
      instance.get(Caches.MODEL, input, () -> load(instance, input)).toCompletableFuture().join();
      requests.increment();
    }
  }

  private CompletableFuture<Loaded> load(PredictionCache instance, InputHash input) {
    loads
        .computeIfAbsent(
            new Load(input, instance.stamp(Caches.MODEL)), first -> new AtomicInteger())
        .incrementAndGet();
    return CompletableFuture.supplyAsync(
        () -> Caches.LOADED,
        CompletableFuture.delayedExecutor(MODEL_MILLIS, TimeUnit.MILLISECONDS));
  }

  private static PredictionCache instance(Servers servers, String name) {
    return Caches.of(
        64 << 20,
        Caches.AN_HOUR,
        InstantSource.system(),
        ForkJoinPool.commonPool(),
        List.of(Servers.guarded(servers.redisAnswers())),
        servers.lock(),
        name);
  }
}
