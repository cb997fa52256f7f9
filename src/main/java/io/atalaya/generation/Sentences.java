package io.atalaya.generation;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sentences of a text.
 *
 * <p>Definition: each line by itself (a heading or an item of a list is a sentence), split by the
 * JDK's rules for sentences, which are the same for all languages: after a full stop, question or
 * exclamation mark and the space behind it, unless a lower-case letter follows. So {@code 5.5 cm}
 * and {@code e.g. blue} are whole, and {@code Dr. Smith} is two. What has no letter and no digit is
 * no sentence.
 *
 * <p>One pass; stateless.
 */
final class Sentences {

  private Sentences() {}

  /** The sentences of {@code text}, in their order. */
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    for (String line : (Iterable<String>) text.lines()::iterator) {
      breaks.setText(line);
      int start = breaks.first();
      for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
        if (hasLetterOrDigit(line, start, end)) {
          sentences.add(line.substring(start, end).strip());
        }
      }
    }
    return sentences;
  }

  private static boolean hasLetterOrDigit(String text, int start, int end) {
    for (int i = start; i < end; ) {
      int character = text.codePointAt(i);
      if (Character.isLetterOrDigit(character)) {
        return true;
      }
      i += Character.charCount(character);
    }
    return false;
  }
}
