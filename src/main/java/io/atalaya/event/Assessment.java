package io.atalaya.event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What was computed of a generated text after it was read.
 *
 * @param id of the generation
 * @param model the model's name
 * @param version the model's version
 * @param timeMillis when the text was complete, not when it was scored
 * @param scores figures of the text, numbers by name
 * @param coordinates where prompt and text lie in the space of their meanings, numbers by name
 */
public record Assessment(
    PredictionId id,
    String model,
    String version,
    long timeMillis,
    SortedMap<String, Double> scores,
    SortedMap<String, Double> coordinates)
    implements Event {

  /** How the watched features of texts that are scored begin. */
  public static final String FEATURE_PREFIX = "__text_";

  public Assessment {
    scores = Collections.unmodifiableSortedMap(scores);
    coordinates = Collections.unmodifiableSortedMap(coordinates);
  }

  /** The watched feature of a score, or of a coordinate. */
  public static String featureOf(String name) {
    return FEATURE_PREFIX + name + "__";
  }

  /** Whether a watched feature is one of texts that are scored, which not all texts are. */
  public static boolean isFeature(String name) {
    return name.startsWith(FEATURE_PREFIX);
  }

  /** The same assessment under another version, with these scores. */
  public Assessment with(String newVersion, SortedMap<String, Double> newScores) {
    return new Assessment(id, model, newVersion, timeMillis, newScores, coordinates);
  }

  /** What is watched of it, as the inputs of an answer that is none. */
  public Prediction watched() {
    int size = scores.size() + coordinates.size();
    String[] names = new String[size];
    double[] numbers = new double[size];
    int i = 0;
    for (SortedMap<String, Double> values : List.of(scores, coordinates)) {
      for (Map.Entry<String, Double> value : values.entrySet()) {
        names[i] = featureOf(value.getKey());
        numbers[i++] = value.getValue();
      }
    }
    return new Prediction(
        id,
        model,
        version,
        timeMillis,
        null,
        null,
        Double.NaN,
        Double.NaN,
        new Features(names, numbers, new String[size]),
        null,
        null,
        null,
        null);
  }
}
