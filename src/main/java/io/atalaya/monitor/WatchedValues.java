package io.atalaya.monitor;

import io.atalaya.drift.ReferenceProfile;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Prediction;

/** The numbers of a prediction whose distributions are watched: inputs, answer and confidence. */
final class WatchedValues {

  /** Takes a value, and its place among those of all predictions whose inputs share their names. */
  interface Sink {
    void accept(int place, String feature, double value);
  }

  private WatchedValues() {}

  /** The number of places of predictions with such inputs. */
  static int places(Features inputs) {
    return inputs.size() + 2;
  }

  /** Hands over the values that are numbers. */
  static void forEach(Prediction prediction, Sink sink) {
    Features inputs = prediction.features();
    int size = inputs.size();
    for (int i = 0; i < size; i++) {
      double number = inputs.number(i);
      if (!Double.isNaN(number)) {
        sink.accept(i, inputs.name(i), number);
      }
    }
    if (prediction.value() instanceof Label.Numeric(double answer)) {
      sink.accept(size, ReferenceProfile.PREDICTION, answer);
    }
    if (!Double.isNaN(prediction.confidence())) {
      sink.accept(size + 1, ReferenceProfile.CONFIDENCE, prediction.confidence());
    }
  }
}
