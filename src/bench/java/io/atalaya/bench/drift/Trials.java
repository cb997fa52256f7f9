package io.atalaya.bench.drift;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Runs trials on all cores, each with random numbers of its own, whatever the order. */
final class Trials {

  /** What is tried. */
  interface Trial<T> {
    T run(SplittableRandom random);
  }

  /** What is tried, and depends on how many were tried before. */
  interface NumberedTrial<T> {
    T run(int number, SplittableRandom random);
  }

  private final SplittableRandom seeds;

  Trials(long seed) {
    seeds = new SplittableRandom(seed);
  }

  /** The results of so many trials. */
  <T> List<T> run(int times, Trial<T> trial) {
    return run(times, (number, random) -> trial.run(random));
  }

  /** The results of so many trials, in the order of their numbers from 0 on. */
  <T> List<T> run(int times, NumberedTrial<T> trial) {
    long[] own = LongStream.generate(seeds::nextLong).limit(times).toArray();
    return IntStream.range(0, times)
        .parallel()
        .mapToObj(number -> trial.run(number, new SplittableRandom(own[number])))
        .toList();
  }
}
