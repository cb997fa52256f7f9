package io.atalaya.drift;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Stand-in until {@code io.atalaya.statistics.BenjaminiHochberg} lands. */
final class BenjaminiHochberg {

  private BenjaminiHochberg() {}

  static double[] adjust(double[] p) {
    int[] falling =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double least = 1;
    for (int k = 0; k < falling.length; k++) {
      least = Math.min(least, p[falling[k]] * p.length / (p.length - k));
      adjusted[falling[k]] = least;
    }
    return adjusted;
  }
}
