package io.atalaya.demo.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One kind of traffic: a model that is asked, and what comes of its answers. */
public interface Workload {

  /**
   * Something that happens in a replay.
   *
   * @param after how long after the replay's beginning
   * @param happens what: an event is published, for example
   */
  record Moment(Duration after, Runnable happens) {}

  /**
   * All that happens, in any order; what would come after the end of the replay is left out.
   *
   * @param start when the replay begins
   * @param length how long it takes
   */
  List<Moment> moments(Instant start, Duration length);
}
