package io.atalaya.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which instance was seen to export which model, and when. Thread-safe.
 *
 * <p>When within a scrape an instance wrote its answer is not known, but that of two scrapes in a
 * row, between them it exported what both of them show. Two instances exported a model at one time
 * when the whole of a scrape of the one lies within such a span of the other. A model has a gap
 * while nobody exports it.
 */
final class Exports {

  /** Faster than this, no model goes to another instance and comes back. */
  private static final long THERE_AND_BACK_MILLIS = 700;

  /**
   * What an instance exported at some instant between two.
   *
   * @param phase what was going on
   */
  record Scrape(
      String instance, long askedMillis, long answeredMillis, Set<String> models, String phase) {}

  /** All that time an instance exported a model. */
  private static final class Span {
    private final String instance;
    private final long fromMillis;
    private long toMillis;

    Span(Scrape first) {
      instance = first.instance;
      fromMillis = first.answeredMillis;
      toMillis = first.askedMillis;
    }

    boolean proves(Scrape scrape) {
      return !instance.equals(scrape.instance)
          && fromMillis <= scrape.askedMillis
          && scrape.answeredMillis <= toMillis;
    }
  }

  private final List<Scrape> scrapes = new ArrayList<>();

  synchronized void add(Scrape scrape) {
    scrapes.add(scrape);
  }

  /** Models that two instances exported at one time, one line each. */
  synchronized Set<String> overlaps() {
    Map<String, List<Span>> spans = spans();
    Set<String> overlaps = new TreeSet<>();
    for (Scrape scrape : scrapes) {
      for (String model : scrape.models) {
        for (Span span : spans.getOrDefault(model, List.of())) {
          if (span.proves(scrape)) {
            overlaps.add(
                "%s by %s and %s during: %s"
                    .formatted(model, scrape.instance, span.instance, scrape.phase));
          }
        }
      }
    }
    return overlaps;
  }

  /**
   * The longest gap of any model in milliseconds, by what was going on when it began; as long as
   * the times of the scrapes allow it to have been.
   */
  synchronized Map<String, Long> gaps() {
    Map<String, Long> gaps = new TreeMap<>();
    Map<String, Scrape> latest = new HashMap<>();
    for (Scrape scrape : sorted(Comparator.comparing(Scrape::answeredMillis))) {
      for (String model : scrape.models) {
        Scrape before = latest.get(model);
        if (before != null) {
          gaps.merge(before.phase, scrape.answeredMillis - before.askedMillis, Math::max);
        }
        if (before == null || before.askedMillis < scrape.askedMillis) {
          latest.put(model, scrape);
        }
      }
    }
    return gaps;
  }

  private Map<String, List<Span>> spans() {
    Map<String, List<Span>> spans = new HashMap<>();
    Map<String, Scrape> last = new HashMap<>();
    Map<String, Map<String, Span>> growing = new HashMap<>();
    for (Scrape scrape : sorted(Comparator.comparing(Scrape::askedMillis))) {
      Scrape before = last.put(scrape.instance, scrape);
      Map<String, Span> own = growing.computeIfAbsent(scrape.instance, name -> new HashMap<>());
      if (before == null || scrape.answeredMillis - before.askedMillis >= THERE_AND_BACK_MILLIS) {
        own.clear();
      }
      own.keySet().retainAll(scrape.models);
      for (String model : scrape.models) {
        Span span = own.get(model);
        if (span == null) {
          span = new Span(scrape);
          own.put(model, span);
          spans.computeIfAbsent(model, name -> new ArrayList<>()).add(span);
        }
        span.toMillis = scrape.askedMillis;
      }
    }
    return spans;
  }

  private List<Scrape> sorted(Comparator<Scrape> order) {
    return scrapes.stream().sorted(order).toList();
  }
}
