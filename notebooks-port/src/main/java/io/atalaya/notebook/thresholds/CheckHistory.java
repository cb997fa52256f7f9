package io.atalaya.notebook.thresholds;

import io.atalaya.signal.Threshold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All that a check of a model was judged by: a list of judgements for each version, by rising
 * boundaries.
 */
public record CheckHistory(List<List<Judgement>> versions) {

  public CheckHistory {
    versions = versions.stream().map(List::copyOf).toList();
  }

  /** That of versions which may still be written to. */
  public static CheckHistory of(Collection<? extends List<Judgement>> versions) {
    return new CheckHistory(new ArrayList<>(versions));
  }

  /** The alarms of all versions, by their beginning. */
  List<Episode> episodes(Threshold threshold) {
    return versions.stream()
        .flatMap(history -> BoundReplay.episodes(threshold, history).stream())
        .sorted(Comparator.comparingLong(Episode::sinceMillis))
        .toList();
  }

  /** The part in a span, as if nothing had been before. */
  CheckHistory in(Span span) {
    return new CheckHistory(
        versions.stream()
            .map(history -> history.stream().filter(each -> span.holds(each.t())).toList())
            .toList());
  }

  /** The days of a span in which the check was judged, the last judgement's step included. */
  double days(Span span) {
    long[] times =
        versions.stream()
            .flatMap(List::stream)
            .filter(each -> each.value().isPresent() && span.holds(each.t()))
            .mapToLong(Judgement::t)
            .sorted()
            .distinct()
            .toArray();
    int steps = times.length - 1;
    return steps < 1 ? 0 : new Span(times[0], times[steps]).days() * times.length / steps;
  }
}
