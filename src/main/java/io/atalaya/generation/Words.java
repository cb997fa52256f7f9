package io.atalaya.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text, in lower case.
 *
 * <p>Definition: a word is a run of letters, their marks and digits; one apostrophe or hyphen
 * between two of them belongs to it ({@code don't}, {@code well-made}). Where words are not set
 * apart, as in Chinese, a run is one word. A text of punctuation alone has none.
 *
 * <p>One pass; stateless.
 */
final class Words {

  private static final String JOINERS = "'’-‐‑";

  private Words() {}

  /** The words of {@code text}, in their order. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int next = i + Character.charCount(character);
      if (isPart(character)) {
        start = start < 0 ? i : start;
      } else if (start >= 0 && !joins(character, text, next)) {
        words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
        start = -1;
      }
      i = next;
    }
    if (start >= 0) {
      words.add(text.substring(start).toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** The letters and digits of a word, without marks and joiners. */
  static int letters(String word) {
    int letters = 0;
    for (int i = 0; i < word.length(); ) {
      int character = word.codePointAt(i);
      letters += Character.isLetterOrDigit(character) ? 1 : 0;
      i += Character.charCount(character);
    }
    return letters;
  }

  private static boolean isPart(int character) {
    return Character.isLetterOrDigit(character) || isMark(character);
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean joins(int character, String text, int next) {
    return JOINERS.indexOf(character) >= 0
        && next < text.length()
        && isPart(text.codePointAt(next));
  }
}
