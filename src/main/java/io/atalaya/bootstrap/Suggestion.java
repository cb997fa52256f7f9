package io.atalaya.bootstrap;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a misspelt one was probably meant to be. */
final class Suggestion {

  private Suggestion() {}

  /**
   * The remedy for an unknown name: {@code did you mean x?} when a known one is near, else all of
   * them.
   *
   * @param otherwise the verb that introduces all known names
   */
  static String of(String unknown, Collection<String> known, String otherwise) {
    return nearest(unknown, known)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> otherwise + " one of " + String.join(", ", known));
  }

  /**
   * The known name with the least edit distance, when that is at most a third of the length, and at
   * least 1; letter case is ignored.
   */
  static Optional<String> nearest(String unknown, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(unknown, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(unknown, name)));
  }

  /**
   * The least number of letters inserted, deleted, replaced or swapped with their neighbour (the
   * optimal string alignment distance) in O(|a|·|b|) time.
   */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(
                distance[i - 1][j - 1] + replaced,
                Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, distance[i - 2][j - 2] + 1);
        }
        distance[i][j] = least;
      }
    }
    return distance[a.length()][b.length()];
  }
}
