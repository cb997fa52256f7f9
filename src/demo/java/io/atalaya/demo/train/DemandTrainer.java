package io.atalaya.demo.train;

import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Fits a {@link DemandNetwork} by Adam on the Gaussian negative log-likelihood, in mini-batches,
 * with a learning rate that falls to 0 along half a cosine.
 *
 * <p>The same settings and data give the same network, bit by bit, on every machine.
 *
 * @param widths the widths of the hidden layers
 * @param epochs the passes over the training data
 * @param batch the examples of one step
 * @param rate the first learning rate
 * @param decay the weight of the penalty on squared weights
 * @param seed of the initial weights and of the order of the examples
 */
record DemandTrainer(
    List<Integer> widths, int epochs, int batch, double rate, double decay, long seed) {

  /**
   * Trains on one part of the history and calibrates the confidence on another.
   *
   * @throws IllegalArgumentException when the training part has fewer hours than a batch
   */
  DemandNetwork train(DemandHistory training, DemandHistory heldOut) {
    if (training.hours().size() < batch) {
      throw new IllegalArgumentException(
          "training has " + training.hours().size() + " hours, less than a batch of " + batch);
    }
    Random random = new Random(seed);
    DemandNetwork network = initial(training, random);
    List<double[]> encoded =
        training.hours().stream().map(hour -> network.encoding().encode(hour.inputs())).toList();
    List<Integer> order = new ArrayList<>(IntStream.range(0, encoded.size()).boxed().toList());
    int batches = encoded.size() / batch;
    for (int step = 0; step < epochs * batches; step++) {
      int first = step % batches * batch;
      if (first == 0) {
        Collections.shuffle(order, random);
      }
      for (int example : order.subList(first, first + batch)) {
        double target = training.hours().get(example).demand() / network.unit();
        backpropagate(network, encoded.get(example), target);
      }
      double progress = (double) step / (epochs * batches);
      double stepRate = rate * (1 + StrictMath.cos(Math.PI * progress)) / 2;
      network.hidden().forEach(layer -> layer.step(batch, stepRate, decay));
      network.head().step(batch, stepRate, decay);
    }
    return calibrated(network, heldOut);
  }

  private DemandNetwork initial(DemandHistory training, RandomGenerator random) {
    Encoding encoding = Encoding.of(training.hours().stream().map(DemandHour::inputs).toList());
    List<Dense> hidden = new ArrayList<>();
    int inputs = encoding.size();
    for (int width : widths) {
      hidden.add(new Dense(inputs, width, Math.sqrt(2.0 / inputs), random)); // He et al. 2015
      inputs = width;
    }
    // A head near 0 begins with the same distribution for every hour.
    Dense head = new Dense(inputs, 2, 0.1 * Math.sqrt(2.0 / inputs), random);
    double unit = training.hours().stream().mapToInt(DemandHour::demand).average().orElseThrow();
    return new DemandNetwork(encoding, List.copyOf(hidden), head, unit, 1);
  }

  /** Adds the gradients of L = ½(s + (m − y)²·e⁻ˢ) for one example, s the log-variance. */
  private static void backpropagate(DemandNetwork network, double[] encoded, double target) {
    List<double[]> activations = network.activations(encoded);
    double[] answer = network.head().forward(activations.getLast());
    double precision = StrictMath.exp(-answer[DemandNetwork.LOG_VARIANCE]);
    double error = answer[DemandNetwork.MEAN] - target;
    double[] gradient = new double[2];
    gradient[DemandNetwork.MEAN] = error * precision;
    gradient[DemandNetwork.LOG_VARIANCE] = (1 - error * error * precision) / 2;
    gradient = network.head().backward(activations.getLast(), gradient);
    for (int layer = network.hidden().size() - 1; layer >= 0; layer--) {
      double[] output = activations.get(layer + 1);
      for (int j = 0; j < output.length; j++) {
        gradient[j] = output[j] > 0 ? gradient[j] : 0;
      }
      gradient = network.hidden().get(layer).backward(activations.get(layer), gradient);
    }
  }

  /**
   * With the calibration at which the mean confidence equals the share of held-out hours that the
   * forecast foresaw; found by bisection, as the mean confidence falls when c rises.
   */
  private static DemandNetwork calibrated(DemandNetwork network, DemandHistory heldOut) {
    double share = mean(heldOut, hour -> network.forecast(hour).foresaw(hour.demand()) ? 1 : 0);
    double low = 0.1;
    double high = 10;
    for (int i = 0; i < 60; i++) {
      DemandNetwork candidate = network.withCalibration((low + high) / 2);
      if (mean(heldOut, hour -> candidate.forecast(hour).confidence()) > share) {
        low = candidate.calibration();
      } else {
        high = candidate.calibration();
      }
    }
    return network.withCalibration((low + high) / 2);
  }

  private static double mean(DemandHistory history, ToDoubleFunction<DemandHour> figure) {
    return history.hours().stream().mapToDouble(figure).average().orElse(0);
  }
}
