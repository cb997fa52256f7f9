package io.atalaya.demo.train;

/**
 * Parameters that learn by Adam (Kingma and Ba 2015, algorithm 1).
 *
 * <p>Gradients accumulate from one {@link #step} to the next. Confined to one thread. The same
 * gradients give the same parameters, bit by bit, on every machine.
 */
public final class Adam {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double[] parameters;
  private final double[] gradients;
  private final double[] firstMoments;
  private final double[] secondMoments;
  private int steps;

  /** Parameters that are 0. */
  public Adam(int size) {
    parameters = new double[size];
    gradients = new double[size];
    firstMoments = new double[size];
    secondMoments = new double[size];
  }

  /** The parameters, to be read, and to be set before the first step. */
  public double[] parameters() {
    return parameters;
  }

  /** The sums of the gradients since the last step, to be added to. */
  public double[] gradients() {
    return gradients;
  }

  /**
   * One step against the mean gradient of a batch, which is then forgotten.
   *
   * @param batch the number of examples that were added
   * @param rate the learning rate
   * @param decay the weight of the penalty ½‖W‖² in the loss
   * @param weights the first so many parameters are weights, which the penalty is on
   */
  public void step(int batch, double rate, double decay, int weights) {
    steps++;
    double firstBias = 1 - StrictMath.pow(BETA_1, steps);
    double secondBias = 1 - StrictMath.pow(BETA_2, steps);
    for (int k = 0; k < parameters.length; k++) {
      double gradient = gradients[k] / batch + (k < weights ? decay * parameters[k] : 0);
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
