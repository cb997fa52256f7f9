package io.atalaya.notebook.quantization.digits;

import io.atalaya.demo.train.Adam;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A convolution with kernels of 3 by 3 and a margin of 0 around the image, so that it keeps its
 * size. It learns by {@link Adam}.
 *
 * <p>Images are channel by channel, each row by row. Gradients accumulate from one {@link #step} to
 * the next. Confined to one thread.
 */
final class Convolution {

  static final int KERNEL = 3;

  private static final int EXTENT = DigitImages.EXTENT;
  private static final int AREA = EXTENT * EXTENT;

  private final int inputs;
  private final int outputs;
  // Kernels [output][input][row][column], then a bias for each output.
  private final Adam adam;

  /** Weights begin as normal random numbers (He et al. 2015), biases at 0. */
  Convolution(int inputs, int outputs, RandomGenerator random) {
    this.inputs = inputs;
    this.outputs = outputs;
    adam = new Adam(weights() + outputs);
    double deviation = Math.sqrt(2.0 / (inputs * KERNEL * KERNEL));
    for (int i = 0; i < weights(); i++) {
      adam.parameters()[i] = deviation * random.nextGaussian();
    }
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** The parameters: kernels [output][input][row][column], then a bias for each output. */
  double[] parameters() {
    return adam.parameters();
  }

  double[] gradients() {
    return adam.gradients();
  }

  int weights() {
    return outputs * inputs * KERNEL * KERNEL;
  }

  double[] forward(double[] x) {
    double[] y = new double[outputs * AREA];
    for (int output = 0; output < outputs; output++) {
      Arrays.fill(y, output * AREA, (output + 1) * AREA, adam.parameters()[weights() + output]);
    }
    each(
        (weight, from, to, length) -> {
          double factor = adam.parameters()[weight];
          for (int i = 0; i < length; i++) {
            y[to + i] += factor * x[from + i];
          }
        });
    return y;
  }

  /** Adds this example's gradients and gives the loss's gradient with respect to {@code x}. */
  double[] backward(double[] x, double[] outputGradient) {
    double[] inputGradient = new double[inputs * AREA];
    each(
        (weight, from, to, length) -> {
          double factor = adam.parameters()[weight];
          double sum = 0;
          for (int i = 0; i < length; i++) {
            sum += outputGradient[to + i] * x[from + i];
            inputGradient[from + i] += factor * outputGradient[to + i];
          }
          adam.gradients()[weight] += sum;
        });
    for (int output = 0; output < outputs; output++) {
      double sum = 0;
      for (int i = output * AREA; i < (output + 1) * AREA; i++) {
        sum += outputGradient[i];
      }
      adam.gradients()[weights() + output] += sum;
    }
    return inputGradient;
  }

  /** Is given every row of pixels that a weight connects. */
  private interface Rows {

    /**
     * @param weight its index among the parameters
     * @param from where the row begins in the input
     * @param to where it begins in the output
     * @param length the pixels
     */
    void connect(int weight, int from, int to, int length);
  }

  private void each(Rows rows) {
    for (int weight = 0; weight < weights(); weight++) {
      int dx = weight % KERNEL - 1;
      int dy = weight / KERNEL % KERNEL - 1;
      int input = weight / (KERNEL * KERNEL) % inputs;
      int output = weight / (KERNEL * KERNEL * inputs);
      int left = Math.max(0, -dx);
      int length = EXTENT - Math.abs(dx);
      for (int y = Math.max(0, -dy); y < EXTENT - Math.max(0, dy); y++) {
        rows.connect(
            weight,
            input * AREA + (y + dy) * EXTENT + left + dx,
            output * AREA + y * EXTENT + left,
            length);
      }
    }
  }

  void step(int batch, double rate, double decay) {
    adam.step(batch, rate, decay, weights());
  }
}
