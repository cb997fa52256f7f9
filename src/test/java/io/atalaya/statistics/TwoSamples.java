package io.atalaya.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A pair of samples and SciPy's figures for it: one line of two_samples.txt, whose columns and
 * generator two_samples.py beside it describes.
 *
 * @param first how the reference's values are generated
 * @param second how the values compared with it are generated
 * @param d D
 * @param p P(D ≥ d), exact
 * @param w1 the Wasserstein-1 distance
 * @param paths P(D ≥ d) to the last digit; NaN for large samples
 */
record TwoSamples(String first, String second, double d, double p, double w1, double paths) {

  static List<TwoSamples> all() {
    try (InputStream in = TwoSamples.class.getResourceAsStream("two_samples.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(TwoSamples::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double[] reference() {
    return sample(first);
  }

  RankCounts counts(ReferenceSample reference) {
    RankCounts counts = new RankCounts(reference);
    for (double value : sample(second)) {
      counts.add(reference, value);
    }
    return counts;
  }

  /** The size of the sample compared. */
  long n() {
    return size(second);
  }

  /** The size of the reference. */
  long m() {
    return size(first);
  }

  private static TwoSamples parse(String line) {
    String[] columns = line.split(" ", -1);
    return new TwoSamples(
        columns[0],
        columns[1],
        Double.parseDouble(columns[2]),
        Double.parseDouble(columns[3]),
        Double.parseDouble(columns[4]),
        columns[5].equals("nan") ? Double.NaN : Double.parseDouble(columns[5]));
  }

  private static int size(String description) {
    return Integer.parseInt(description.substring(0, description.indexOf(':')));
  }

  private static double[] sample(String description) {
    String[] parts = description.split(":", -1);
    double[] values = new double[size(description)];
    long state = Long.parseLong(parts[1]);
    int levels = Integer.parseInt(parts[2]);
    boolean squared = parts[3].equals("2");
    double shift = Double.parseDouble(parts[4]);
    for (int i = 0; i < values.length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      double u = (state >>> 11) * 0x1p-53;
      double x = squared ? u * u : u;
      values[i] = shift + (levels > 0 ? Math.floor(levels * x) : x);
    }
    return values;
  }
}
