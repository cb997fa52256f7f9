package io.atalaya.notebook.thresholds;

import java.util.List;

/**
 * An alarm, from its firing to its end.
 *
 * @param sinceMillis the boundary at which it began to fire
 * @param untilMillis that at which it was resolved, or {@link Long#MAX_VALUE} when it was not
 */
public record Episode(long sinceMillis, long untilMillis) {

  /**
   * How many alarms it counts as in a span: none when it began elsewhere, else one for each length
   * of the window that it lasted there, the last of which need not be full. What is in a window at
   * a time has left it after that; whatever still fires has another cause.
   */
  int alarms(Span span, long windowMillis) {
    if (!span.holds(sinceMillis)) {
      return 0;
    }
    long lasted = Math.min(untilMillis, span.untilMillis()) - sinceMillis;
    return Math.toIntExact(Math.max(1, Math.ceilDiv(lasted, windowMillis)));
  }

  /** How many alarms several count as. */
  static int alarms(List<Episode> episodes, Span span, long windowMillis) {
    return episodes.stream().mapToInt(episode -> episode.alarms(span, windowMillis)).sum();
  }
}
