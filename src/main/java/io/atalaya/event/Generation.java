package io.atalaya.event;

import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One text that a model generated, or its failure to.
 *
 * @param id the generation's own identifier, unique within the model for twice its label horizon,
 *     among predictions as well
 * @param model the model's name
 * @param version the model's version
 * @param timeMillis when the text was complete
 * @param promptTokens the tokens of the prompt, a whole number, or NaN
 * @param completionTokens the tokens of the text, a whole number, or NaN
 * @param firstTokenSeconds from the request to the first token, at most the duration, or NaN
 * @param durationSeconds from the request to the last token, or NaN
 * @param finishReason why the text ended, a short machine-readable word
 * @param prompt the prompt; null when the service keeps it to itself
 * @param completion the text; null when the service keeps it to itself
 * @param scores what somebody thinks of the text, numbers by name
 * @param error the kind of failure, a short machine-readable word; null for a text
 */
public record Generation(
    PredictionId id,
    String model,
    String version,
    long timeMillis,
    double promptTokens,
    double completionTokens,
    double firstTokenSeconds,
    double durationSeconds,
    @Nullable String finishReason,
    @Nullable String prompt,
    @Nullable String completion,
    SortedMap<String, Double> scores,
    @Nullable String error)
    implements Event {

  /** The watched feature of the tokens of prompts. */
  public static final String PROMPT_TOKENS = "__prompt_tokens__";

  /** The watched feature of the tokens of texts. */
  public static final String COMPLETION_TOKENS = "__completion_tokens__";

  private static final int MAX_SCORE_NAME = 64;

  public Generation {
    scores = Collections.unmodifiableSortedMap(scores);
    if (firstTokenSeconds > durationSeconds) {
      throw new IllegalArgumentException(
          "the first token cannot come after the last, %s s after %s s"
              .formatted(firstTokenSeconds, durationSeconds));
    }
  }

  /** Whether a score can have this name: it becomes the value of a label. */
  public static boolean isScore(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPartOfName(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_SCORE_NAME;
  }

  private static boolean isPartOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** The watched feature of a score. */
  public static String featureOf(String score) {
    return "__score_" + score + "__";
  }

  /** The same generation under another version, with this reason and these scores. */
  public Generation with(
      String newVersion, @Nullable String newReason, SortedMap<String, Double> newScores) {
    return new Generation(
        id,
        model,
        newVersion,
        timeMillis,
        promptTokens,
        completionTokens,
        firstTokenSeconds,
        durationSeconds,
        newReason,
        prompt,
        completion,
        newScores,
        error);
  }

  /**
   * What this is among the answers of its model: one that no outcome can be compared with, whose
   * inputs, unless it failed, are the sizes of its texts and its scores.
   */
  public Prediction answer() {
    return new Prediction(
        id,
        model,
        version,
        timeMillis,
        null,
        error,
        Double.NaN,
        durationSeconds,
        error == null ? measures() : Features.NONE,
        null,
        null,
        null,
        null);
  }

  private Features measures() {
    int size = 2 + scores.size();
    String[] names = new String[size];
    double[] numbers = new double[size];
    names[0] = PROMPT_TOKENS;
    numbers[0] = promptTokens;
    names[1] = COMPLETION_TOKENS;
    numbers[1] = completionTokens;
    int i = 2;
    for (var score : scores.entrySet()) {
      names[i] = featureOf(score.getKey());
      numbers[i++] = score.getValue();
    }
    return new Features(names, numbers, new String[size]);
  }
}
