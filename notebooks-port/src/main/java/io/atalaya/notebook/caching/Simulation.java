package io.atalaya.notebook.caching;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a strategy on traffic, on a clock that only the traffic drives: the same traffic gives the
 * same figures everywhere, but for the chance in a strategy.
 *
 * @param traffic what is asked
 * @param announcedAfter how long after a deployment its invalidation arrives
 */
record Simulation(Traffic traffic, Duration announcedAfter) {

  /** Parts of the time for which hits are counted by themselves. */
  static final int PARTS = 60;

  /**
   * What became of the requests.
   *
   * @param requests their number
   * @param waits those that waited for the model
   * @param stale those that were given what an older version had answered
   * @param calls of the model, those ahead of requests too
   * @param parts the requests and hits of each part of the time
   */
  record Outcome(int requests, int waits, int stale, int calls, List<Part> parts) {

    Outcome {
      parts = List.copyOf(parts);
    }

    double hitRatio() {
      return 1 - (double) waits / requests;
    }

    double staleRatio() {
      return (double) stale / requests;
    }

    /** The share of the calls that there would be without a cache; below 0 when there are more. */
    double savedCalls() {
      return 1 - (double) calls / requests;
    }
  }

  /**
   * A part of the time.
   *
   * @param beginMillis since 1970
   */
  record Part(long beginMillis, int requests, int hits, int stale) {}

  /** Runs a strategy, which is used up. */
  Outcome run(Strategy strategy) {
    Run run = new Run(strategy);
    traffic.requests().forEach(run::request);
    return run.outcome();
  }

  /** One run. For one thread. */
  private final class Run {

    private final Strategy strategy;
    private final int[][] parts = new int[PARTS][3];
    private final long begin = traffic.requests().getFirst().millis();
    private final long end = traffic.requests().getLast().millis() + 1;
    private long ticked = begin;
    private int version;
    private int announced;
    private int waits;
    private int stale;
    private int calls;

    Run(Strategy strategy) {
      this.strategy = strategy;
    }

    void request(Traffic.Request request) {
      pass(request.millis());
      Strategy.Answered answered = strategy.ask(request, this::ask);
      boolean old = answered.version() != version;
      waits += answered.waited() ? 1 : 0;
      stale += old ? 1 : 0;
      int[] part = parts[part(request.millis())];
      part[0]++;
      part[1] += answered.waited() ? 0 : 1;
      part[2] += old ? 1 : 0;
    }

    private int ask(int question) {
      calls++;
      return version;
    }

    /** What happens until {@code millis}: deployments, their announcements, and ticks. */
    private void pass(long millis) {
      List<Long> deployments = traffic.deployments();
      long tick = traffic.tick().toMillis();
      while (true) {
        long deployed = version < deployments.size() ? deployments.get(version) : Long.MAX_VALUE;
        long heard =
            announced < version
                ? deployments.get(announced) + announcedAfter.toMillis()
                : Long.MAX_VALUE;
        long next = Math.min(Math.min(deployed, heard), ticked + tick);
        if (next > millis) {
          return;
        }
        if (next == deployed) {
          version++;
        } else if (next == heard) {
          announced++;
          strategy.invalidated(next);
        } else {
          ticked = next;
          strategy.passes(next);
        }
      }
    }

    private int part(long millis) {
      return (int) ((millis - begin) * PARTS / (end - begin));
    }

    Outcome outcome() {
      List<Part> all = new ArrayList<>();
      for (int i = 0; i < PARTS; i++) {
        long at = begin + (end - begin) * i / PARTS;
        all.add(new Part(at, parts[i][0], parts[i][1], parts[i][2]));
      }
      return new Outcome(traffic.requests().size(), waits, stale, calls, all);
    }
  }
}
