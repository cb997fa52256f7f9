package io.atalaya.demo.train;

import java.util.random.RandomGenerator;

/**
 * A fully connected layer y = xW + b that learns by {@link Adam}.
 *
 * <p>Gradients accumulate from one {@link #step} to the next. Confined to one thread.
 */
public final class Dense {

  private final int inputs;
  private final int outputs;
  // W row by row (one row an input), then b.
  private final Adam adam;

  /**
   * @param deviation the standard deviation of the initial weights; biases begin at 0
   */
  public Dense(int inputs, int outputs, double deviation, RandomGenerator random) {
    this.inputs = inputs;
    this.outputs = outputs;
    adam = new Adam((inputs + 1) * outputs);
    for (int i = 0; i < inputs * outputs; i++) {
      adam.parameters()[i] = deviation * random.nextGaussian();
    }
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** The number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** The weight of an input in an output. */
  public double weight(int input, int output) {
    return adam.parameters()[input * outputs + output];
  }

  /** The bias of an output. */
  public double bias(int output) {
    return adam.parameters()[inputs * outputs + output];
  }

  /** The outputs. */
  public double[] forward(double[] x) {
    double[] parameters = adam.parameters();
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
  public double[] backward(double[] x, double[] outputGradient) {
    double[] parameters = adam.parameters();
    double[] gradients = adam.gradients();
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
  public void step(int batch, double rate, double decay) {
    adam.step(batch, rate, decay, inputs * outputs);
  }
}
