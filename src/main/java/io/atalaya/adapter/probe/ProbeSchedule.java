package io.atalaya.adapter.probe;

import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.StatusBoard;
import java.util.ArrayList;
import java.util.List;

/**
 * Has every target asked from time to time.
 *
 * <p>A probe has two virtual threads, one that keeps the time and one that waits for the answer; so
 * as many questions are under way as there are probes at most, and a target that hangs delays no
 * other. One thread starts and closes it.
 */
public final class ProbeSchedule implements AutoCloseable {

  private final List<PlannedProbe> probes;
  private final StatusBoard board;
  private final ProbeClock clock;
  private final List<Thread> loops = new ArrayList<>();

  /**
   * @param board where it is noted what the probes find
   */
  public ProbeSchedule(List<PlannedProbe> probes, StatusBoard board) {
    this(probes, board, ProbeClock.SYSTEM);
  }

  ProbeSchedule(List<PlannedProbe> probes, StatusBoard board, ProbeClock clock) {
    this.probes = List.copyOf(probes);
    this.board = board;
    this.clock = clock;
  }

  /** Starts to ask; returns at once. */
  public void start() {
    for (PlannedProbe probe : probes) {
      board.add(probe.target(), probe.times());
      loops.add(
          Thread.ofVirtual()
              .name("probing-" + probe.target().name())
              .start(new ProbeLoop(probe, board, clock)));
    }
  }

  /** Asks no more; what was known of the targets is forgotten. */
  @Override
  public void close() {
    loops.forEach(Thread::interrupt);
    probes.forEach(probe -> board.remove(probe.target()));
  }
}
