package io.atalaya.bench.drift;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Runs trials on all cores, each with random numbers of its own, whatever the order. */
final class Trials {

  /** What is tried. */
  interface Trial<T> {
    T run(SplittableRandom random);
  }

  private final SplittableRandom seeds;

  Trials(long seed) {
    seeds = new SplittableRandom(seed);
  }

  /** The results of so many trials. */
  <T> List<T> run(int times, Trial<T> trial) {
    long[] own = LongStream.generate(seeds::nextLong).limit(times).toArray();
    return Arrays.stream(own)
        .parallel()
        .mapToObj(seed -> trial.run(new SplittableRandom(seed)))
        .toList();
  }
}
