package io.atalaya.demo;

import io.atalaya.demo.serve.DemandService;
import io.atalaya.demo.terminal.CacheChronicle;
import io.atalaya.demo.terminal.CacheFigures;
import io.atalaya.demo.terminal.CacheStats;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.demo.terminal.Screen.Style;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at the cache of the bikes' forecasts every second. Confined to one thread. */
final class CacheWatch {

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServiceProcess service;
  private final Screen screen;
  private final CacheChronicle chronicle = new CacheChronicle(DemandService.MODEL);
  private long next = System.nanoTime();

  CacheWatch(ServiceProcess service, Screen screen) {
    this.service = service;
    this.screen = screen;
  }

  /**
   * Looks when it is time, and prints what an invalidation did.
   *
   * @param told the last invalidation that the viewer knows of: the cache may have followed the
   *     next one before that
   */
  void look(long told) throws InterruptedException {
    if (System.nanoTime() < next) {
      return;
    }
    next = System.nanoTime() + PERIOD_NANOS;
    Optional<CacheStats> stats = service.cacheStats(DemandService.MODEL);
    if (stats.isEmpty() || stats.get().epoch() > told) {
      return;
    }
    long before = chronicle.epoch();
    chronicle.observe(Instant.now(), stats.get()).ifPresent(line -> tell(line, Style.GOOD));
    if (chronicle.epoch() > before) {
      service.scrape().ifPresent(scrape -> tell(chronicle.tellFollowed(scrape), Style.STRONG));
    }
  }

  /** Takes in what the pipeline exports. */
  void observe(CacheFigures figures) {
    chronicle.observe(figures);
  }

  /** What the cache did, a line a subject. */
  List<String> summary() {
    return chronicle.summary();
  }

  /** Prints a line below the decision that it belongs to. */
  private void tell(String line, Style style) {
    screen.line("            " + line, style);
  }
}
