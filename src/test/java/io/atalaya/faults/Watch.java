package io.atalaya.faults;

import io.atalaya.run.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the metrics of all instances, each on a thread of its own, until it is closed. */
final class Watch implements AutoCloseable {

  private static final long PAUSE_MILLIS = 100;

  /** After so long every instance that runs was most likely read again. */
  static final long SEEN_MILLIS = 3 * PAUSE_MILLIS;

  private final Map<String, Service> instances = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Exports exports = new Exports();
  private volatile String phase = "start";

  /** Watches {@code service} under this name, in place of the one before. */
  void add(String name, Service service) {
    if (instances.put(name, service) == null) {
      threads.add(Thread.ofVirtual().name("watch-" + name).start(() -> look(name)));
    }
  }

  /** Watches nobody of this name from now on. */
  void remove(String name) {
    instances.remove(name);
  }

  /** What is going on now. */
  void phase(String name) {
    phase = name;
  }

  /** What was seen until now. */
  Exports exports() {
    return exports;
  }

  @Override
  public void close() {
    instances.clear();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String name) {
    try {
      for (Service service = instances.get(name); service != null; service = instances.get(name)) {
        if (service.isRunning()) {
          long asked = millis();
          Set<String> models = Figures.models(service.metrics());
          exports.add(new Exports.Scrape(name, asked, millis(), models, phase));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }
}
