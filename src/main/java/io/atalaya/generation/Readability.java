package io.atalaya.generation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Björnsson's readability index LIX: how hard a text is to read.
 *
 * <p>Definition: words / sentences + 100 · long words / words, where a long word has more than six
 * letters. About 20 is very easy (children's books), 40 average (newspapers), 60 very hard (law).
 * Undefined without a word.
 *
 * <p>It needs neither syllables nor a formula for each language, as Flesch's reading ease does.
 * Words of one language may be longer than those of another, so compare texts of one language.
 *
 * <p>One pass; stateless.
 *
 * <p>Source: C. H. Björnsson, Läsbarhet, Liber, 1968; for other languages than Swedish J. Anderson,
 * "Lix and Rix: variations on a little-known readability index", Journal of Reading 26, 1983.
 */
final class Readability {

  private static final int LONG_WORD = 7;

  private Readability() {}

  /** The index of a text with these words, of which so many sentences were made. */
  static OptionalDouble of(List<String> words, int sentences) {
    if (sentences == 0) {
      return OptionalDouble.empty();
    }
    double count = words.size();
    double longWords = 0;
    for (String word : words) {
      longWords += Words.letters(word) >= LONG_WORD ? 1 : 0;
    }
    return OptionalDouble.of(count / sentences + 100 * longWords / count);
  }
}
