package io.atalaya.notebook.caching;

import io.atalaya.cache.Lifetime;
import io.atalaya.cache.prefetch.PrefetchSettings;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a call of the model and a look into the cache take on this machine.
 *
 * @param modelNanos calls of the real model in this process, ascending
 * @param lookupNanos the median of a hit in memory
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record CallTimes(long[] modelNanos, long lookupNanos) {

  private static final int CALLS = 2_000;

  /** Times the model and the cache, after as many calls that do not count. */
  static CallTimes measure(
      DemandModel model, List<DemandHour> hours, Traffic traffic, LongSupplier nanoClock) {
    long[] calls = new long[CALLS];
    for (int i = -CALLS; i < CALLS; i++) {
      double[] inputs = hours.get(Math.floorMod(i, hours.size())).inputs();
      long start = nanoClock.getAsLong();
      var unused = model.forecast(inputs);
      calls[Math.max(i, 0)] = nanoClock.getAsLong() - start;
    }
    Atalaya cache =
        new Atalaya(
            new Atalaya.Settings(
                new Lifetime(Duration.ofDays(1), Duration.ofDays(1), 0, 0),
                false,
                new PrefetchSettings(0, 0, 1, false)),
            traffic);
    Traffic.Request request = traffic.requests().getFirst();
    long[] lookups = new long[CALLS];
    for (int i = -CALLS; i < CALLS; i++) {
      long start = nanoClock.getAsLong();
      var unused = cache.ask(request, question -> 0);
      lookups[Math.max(i, 0)] = nanoClock.getAsLong() - start;
    }
    Arrays.sort(calls);
    Arrays.sort(lookups);
    return new CallTimes(calls, lookups[CALLS / 2]);
  }

  /** The time within which the model answers half of the calls. */
  long modelMedianNanos() {
    return modelNanos[modelNanos.length / 2];
  }

  /** What requests wait on average, in nanoseconds. */
  double meanNanos(Simulation.Outcome outcome) {
    return lookupNanos
        + Arrays.stream(modelNanos).average().orElseThrow() * (1 - outcome.hitRatio());
  }

  /**
   * The time within which a share of the requests is answered: hits first, then the calls in the
   * order of their time.
   *
   * @param share 0 to 1
   */
  long quantileNanos(Simulation.Outcome outcome, double share) {
    double hits = outcome.hitRatio();
    if (share <= hits) {
      return lookupNanos;
    }
    int rank = (int) Math.ceil((share - hits) / (1 - hits) * modelNanos.length) - 1;
    return lookupNanos + modelNanos[Math.clamp(rank, 0, modelNanos.length - 1)];
  }
}
