package io.atalaya.generation;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The share of a text's 4-grams of words that it has already used.
 *
 * <p>Definition: seq-rep-4 = 1 − |distinct 4-grams| / |4-grams|. 0 where none comes twice; near 1
 * for a text that goes round in a loop. Undefined below four words. Ordinary prose stays near 0,
 * but the longer a text the more it repeats: compare texts of similar length.
 *
 * <p>Cost and memory: a set of the n-grams. Stateless.
 *
 * <p>Source: S. Welleck and others, "Neural text generation with unlikelihood training", ICLR 2020,
 * section 6. It is 1 less distinct-n (J. Li and others, "A diversity-promoting objective function
 * for neural conversation models", NAACL 2016) but for the denominator, which there is words.
 */
final class Repetition {

  private static final int GRAM = 4;

  private record Gram(String first, String second, String third, String fourth) {}

  private Repetition() {}

  static OptionalDouble of(List<String> words) {
    int grams = words.size() - GRAM + 1;
    if (grams < 1) {
      return OptionalDouble.empty();
    }
    Set<Gram> distinct = HashSet.newHashSet(grams);
    for (int i = 0; i < grams; i++) {
      distinct.add(
          new Gram(words.get(i), words.get(i + 1), words.get(i + 2), words.get(i + GRAM - 1)));
    }
    return OptionalDouble.of(1 - (double) distinct.size() / grams);
  }
}
