package io.atalaya.demo.train;

import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.Forecast;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Erf;

/**
 * A multilayer perceptron that answers with a normal distribution of the demand: its mean, and its
 * variance, which differs from hour to hour (Nix and Weigend 1994, "Estimating the mean and
 * variance of the target probability distribution").
 *
 * <p>The forecast is the mean m, at least 0; the confidence is the probability that the normal
 * distribution of deviation c·s gives to m ± 25 %: erf(0.25·m / (√2·c·s)), with c from held-out
 * data.
 *
 * @param encoding from raw inputs to the first layer
 * @param hidden the layers with ReLU
 * @param head the linear layer: mean in units, logarithm of the variance in units²
 * @param unit the demand that the head calls 1
 * @param calibration c: by how much the learned deviation is too narrow
 */
record DemandNetwork(
    Encoding encoding, List<Dense> hidden, Dense head, double unit, double calibration) {

  /** What {@link #head} gives: index of the mean. */
  static final int MEAN = 0;

  /** What {@link #head} gives: index of the logarithm of the variance. */
  static final int LOG_VARIANCE = 1;

  Forecast forecast(DemandHour hour) {
    double[] answer = head.forward(activations(encoding.encode(hour.inputs())).getLast());
    double mean = Math.max(0, answer[MEAN]);
    double ratio = mean * StrictMath.exp(-answer[LOG_VARIANCE] / 2);
    return new Forecast(mean * unit, Erf.erf(confidenceFactor() * ratio));
  }

  /** What mean over learned deviation is multiplied by under the error function. */
  double confidenceFactor() {
    return Forecast.TOLERANCE / (Math.sqrt(2) * calibration);
  }

  /** The input of every layer, the head's last. */
  List<double[]> activations(double[] encoded) {
    List<double[]> activations = new ArrayList<>(List.of(encoded));
    for (Dense layer : hidden) {
      double[] y = layer.forward(activations.getLast());
      for (int j = 0; j < y.length; j++) {
        y[j] = Math.max(0, y[j]);
      }
      activations.add(y);
    }
    return activations;
  }

  DemandNetwork withCalibration(double other) {
    return new DemandNetwork(encoding, hidden, head, unit, other);
  }
}
