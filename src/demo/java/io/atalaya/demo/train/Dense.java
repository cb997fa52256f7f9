package io.atalaya.demo.train;

import java.util.random.RandomGenerator;

/**
 * A fully connected layer y = xW + b that learns by Adam (Kingma and Ba 2015, algorithm 1).
 *
 * <p>Gradients accumulate from one {@link #step} to the next. Confined to one thread.
 */
final class Dense {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final int inputs;
  private final int outputs;
  // W row by row (one row an input), then b.
  private final double[] parameters;
  private final double[] gradients;
  private final double[] firstMoments;
  private final double[] secondMoments;
  private int steps;

  /**
   * @param deviation the standard deviation of the initial weights; biases begin at 0
   */
  Dense(int inputs, int outputs, double deviation, RandomGenerator random) {
    this.inputs = inputs;
    this.outputs = outputs;
    parameters = new double[(inputs + 1) * outputs];
    gradients = new double[parameters.length];
    firstMoments = new double[parameters.length];
    secondMoments = new double[parameters.length];
    for (int i = 0; i < inputs * outputs; i++) {
      parameters[i] = deviation * random.nextGaussian();
    }
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  double weight(int input, int output) {
    return parameters[input * outputs + output];
  }

  double bias(int output) {
    return parameters[inputs * outputs + output];
  }

  double[] forward(double[] x) {
    double[] y = new double[outputs];
    System.arraycopy(parameters, inputs * outputs, y, 0, outputs);
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < outputs; j++) {
        y[j] += x[i] * parameters[i * outputs + j];
      }
    }
    return y;
  }

  /** Adds this example's gradients and gives the loss's gradient with respect to {@code x}. */
  double[] backward(double[] x, double[] outputGradient) {
    double[] inputGradient = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < outputs; j++) {
        gradients[i * outputs + j] += x[i] * outputGradient[j];
        inputGradient[i] += parameters[i * outputs + j] * outputGradient[j];
      }
    }
    for (int j = 0; j < outputs; j++) {
      gradients[inputs * outputs + j] += outputGradient[j];
    }
    return inputGradient;
  }

  /**
   * One step against the mean gradient of a batch, which is then forgotten.
   *
   * @param batch the number of examples that were added
   * @param rate the learning rate
   * @param decay the weight of the penalty ½‖W‖² in the loss
   */
  void step(int batch, double rate, double decay) {
    steps++;
    double firstBias = 1 - StrictMath.pow(BETA_1, steps);
    double secondBias = 1 - StrictMath.pow(BETA_2, steps);
    for (int k = 0; k < parameters.length; k++) {
      double gradient = gradients[k] / batch + (k < inputs * outputs ? decay * parameters[k] : 0);
      gradients[k] = 0;
      firstMoments[k] = BETA_1 * firstMoments[k] + (1 - BETA_1) * gradient;
      secondMoments[k] = BETA_2 * secondMoments[k] + (1 - BETA_2) * gradient * gradient;
      parameters[k] -=
          rate
              * (firstMoments[k] / firstBias)
              / (Math.sqrt(secondMoments[k] / secondBias) + EPSILON);
    }
  }
}
