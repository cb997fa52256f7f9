package io.atalaya.generation;

import java.util.OptionalInt;

/**
 * How the texts of a model are scored.
 *
 * @param share of the texts that are scored, 0 to 1
 * @param targetWords how many words a text should have, at least 1; empty: no score for length
 * @param maxCharacters what a text has beyond so many is not looked at, 1 to 1,000,000
 * @param maxSentences coherence looks at so many sentences, 2 to 1,000: each costs an embedding
 */
public record ScoringSettings(
    double share, OptionalInt targetWords, int maxCharacters, int maxSentences) {

  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int MOST_SENTENCES = 1_000;

  public ScoringSettings {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share: " + share + " is no share: give 0 to 1, for example 0.1");
    }
    if (targetWords.isPresent() && targetWords.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "target-words: "
              + targetWords.getAsInt()
              + " is too few: give 1 or more, or leave it out");
    }
    check("max-characters", maxCharacters, 1, MOST_CHARACTERS);
    check("max-sentences", maxSentences, 2, MOST_SENTENCES);
  }

  /** The first characters of a text, as many as are looked at; no character is cut in two. */
  String clip(String text) {
    if (text.length() <= maxCharacters) {
      return text;
    }
    boolean splitsPair =
        Character.isHighSurrogate(text.charAt(maxCharacters - 1))
            && Character.isLowSurrogate(text.charAt(maxCharacters));
    return text.substring(0, splitsPair ? maxCharacters - 1 : maxCharacters);
  }

  private static void check(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d is out of range: give %d to %d".formatted(key, value, least, most));
    }
  }
}
