package io.atalaya.generation;

import java.util.Locale;

/** A figure of a generated text that is computed here; docs/text-scores.md defines each. */
public enum TextScore {
  /** How near the text is to what it should be about: −1 to 1. */
  RELEVANCE,
  /** How near each sentence is to the next: −1 to 1. */
  COHERENCE,
  /** The share of the text that says again what was said: 0 to 1, better near 0. */
  REPETITION,
  /** How near the number of words is to the one wanted: 0 to 1. */
  LENGTH,
  /** How hard the text is to read: 0 or more, from 20 (very easy) to 60 (very hard). */
  READABILITY;

  /** The name in events, metrics and configuration: {@code relevance}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
