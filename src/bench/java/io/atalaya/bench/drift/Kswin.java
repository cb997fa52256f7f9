package io.atalaya.bench.drift;

import io.atalaya.statistics.KolmogorovSmirnov;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * River's KSWIN with its defaults: of the last 100 values, the newest 30 are compared with 30 drawn
 * from the 70 before, at every value; drift is p ≤ 0.005 and D &gt; 0.1, and then only the newest
 * 30 stay.
 *
 * <p>Source: C. Raab, M. Heusinger, F.-M. Schleif, "Reactive soft prototype computing for concept
 * drift streams", Neurocomputing 416, 2020; river 0.22, {@code drift.KSWIN}.
 */
final class Kswin {

  private static final int WINDOW = 100;
  private static final int NEWEST = 30;
  private static final double ALPHA = 0.005;
  private static final double LEAST_D = 0.1;

  private final SplittableRandom random;
  private final double[] window = new double[WINDOW];
  private int size;

  Kswin(SplittableRandom random) {
    this.random = random;
  }

  /** Takes a value; true when it sees drift. */
  boolean update(double value) {
    if (size == WINDOW) {
      System.arraycopy(window, 1, window, 0, WINDOW - 1);
      size--;
    }
    window[size++] = value;
    if (size < WINDOW) {
      return false;
    }
    double[] older = Arrays.copyOf(window, WINDOW - NEWEST);
    for (int i = 0; i < NEWEST; i++) {
      int other = random.nextInt(i, older.length);
      double drawn = older[other];
      older[other] = older[i];
      older[i] = drawn;
    }
    double d = distance(Arrays.copyOf(older, NEWEST), newest());
    boolean drift = d > LEAST_D && KolmogorovSmirnov.pValue(d, NEWEST, NEWEST) <= ALPHA;
    if (drift) {
      System.arraycopy(newest(), 0, window, 0, NEWEST);
      size = NEWEST;
    }
    return drift;
  }

  private double[] newest() {
    return Arrays.copyOfRange(window, WINDOW - NEWEST, WINDOW);
  }

  /** D of two samples of the same size. */
  private static double distance(double[] one, double[] other) {
    Arrays.sort(one);
    Arrays.sort(other);
    int i = 0;
    int j = 0;
    int largest = 0;
    while (i < NEWEST && j < NEWEST) {
      double next = Math.min(one[i], other[j]);
      while (i < NEWEST && one[i] <= next) {
        i++;
      }
      while (j < NEWEST && other[j] <= next) {
        j++;
      }
      largest = Math.max(largest, Math.abs(i - j));
    }
    return largest / (double) NEWEST;
  }
}
