package io.atalaya.monitor;

import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * The values of a prediction whose distributions are watched: inputs, answer and confidence. What
 * is null or absent has none.
 */
final class WatchedValues {

  /** Takes a value, and its place among those of all predictions whose inputs share their names. */
  interface Sink {

    /**
     * Takes one.
     *
     * @param number the value; NaN where it is none
     * @param name the value where it is no number; null where it is one
     */
    void accept(int place, String feature, double number, @Nullable String name);
  }

  private WatchedValues() {}

  /** The number of places of predictions with such inputs. */
  static int places(Features inputs) {
    return inputs.size() + 2;
  }

  /** Hands over the values. */
  static void forEach(Prediction prediction, Sink sink) {
    Features inputs = prediction.features();
    int size = inputs.size();
    for (int i = 0; i < size; i++) {
      double number = inputs.number(i);
      if (!Double.isNaN(number)) {
        sink.accept(i, inputs.name(i), number, null);
      } else {
        String category = inputs.category(i);
        if (category != null) {
          sink.accept(i, inputs.name(i), Double.NaN, category);
        }
      }
    }
    switch (prediction.value()) {
      case Label.Numeric(double answer) ->
          sink.accept(size, ReferenceProfile.PREDICTION, answer, null);
      case Label.Category(String name) ->
          sink.accept(size, ReferenceProfile.PREDICTION, Double.NaN, name);
      case null -> {}
    }
    if (!Double.isNaN(prediction.confidence())) {
      sink.accept(size + 1, ReferenceProfile.CONFIDENCE, prediction.confidence(), null);
    }
  }
}
