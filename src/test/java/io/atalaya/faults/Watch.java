package io.atalaya.faults;

import io.atalaya.run.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the metrics of all instances in turn, all the time, and notes who exports which model.
 *
 * <p>Two export a model at one time when one does before and after the other within a moment. A
 * model has a gap while nobody exports it.
 */
final class Watch implements AutoCloseable {

  private static final long ROUND_MILLIS = 100;

  /** Faster than this, no model goes to another instance and comes back. */
  private static final long THERE_AND_BACK_MILLIS = 700;

  private static final Pattern MODEL =
      Pattern.compile("atalaya_throughput_per_second\\{model=\"([^\"]+)\"");

  private record Sighting(String instance, long millis, String phase) {}

  private final Map<String, Service> instances = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, Sighting>> seen = new HashMap<>();
  private final Map<String, Sighting> lastSeen = new HashMap<>();
  private final List<String> overlaps = new ArrayList<>();
  private final Map<String, Long> gaps = new TreeMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Thread thread = new Thread(this::run, "watch");
  private String phase = "start";

  Watch() {
    thread.start();
  }

  /** Watches {@code service} under this name, in place of the one before. */
  void add(String name, Service service) {
    instances.put(name, service);
  }

  void remove(String name) {
    instances.remove(name);
  }

  /** What is going on now, to which gaps are ascribed. */
  synchronized void phase(String name) {
    phase = name;
  }

  /** Models that two instances exported at one time, one line each. */
  synchronized List<String> overlaps() {
    return List.copyOf(overlaps);
  }

  /** The longest gap of any model in milliseconds, by what was going on when it began. */
  synchronized Map<String, Long> gaps() {
    return new TreeMap<>(gaps);
  }

  @Override
  public void close() {
    ended.set(true);
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!ended.get()) {
        instances.forEach(this::look);
        Thread.sleep(ROUND_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String name, Service service) {
    if (!service.isRunning()) {
      return;
    }
    long asked = System.currentTimeMillis();
    String exposition = service.metrics();
    long answered = System.currentTimeMillis();
    if (answered - asked < THERE_AND_BACK_MILLIS) {
      Set<String> models = new TreeSet<>();
      Matcher matcher = MODEL.matcher(exposition);
      while (matcher.find()) {
        models.add(matcher.group(1));
      }
      models.forEach(model -> note(model, name, asked, answered));
    }
  }

  private synchronized void note(String model, String name, long asked, long answered) {
    Map<String, Sighting> owners = seen.computeIfAbsent(model, ignored -> new HashMap<>());
    Sighting now = new Sighting(name, answered, phase);
    Sighting before = owners.put(name, now);
    if (before != null && asked - before.millis < THERE_AND_BACK_MILLIS) {
      owners.values().stream()
          .filter(other -> !other.instance.equals(name) && other.millis > before.millis)
          .forEach(
              other ->
                  overlaps.add(
                      "%s by %s and %s during: %s".formatted(model, name, other.instance, phase)));
    }
    Sighting last = lastSeen.put(model, now);
    if (last != null) {
      gaps.merge(last.phase, asked - last.millis, Math::max);
    }
  }
}
