package io.atalaya.notebook.quantization.digits;

import io.atalaya.demo.train.Dense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Convolution, ReLU, convolution, ReLU, the greatest of each 2 by 2 pixels, a fully connected
 * layer: a score for each digit. It is fitted by Adam on the cross-entropy of the softmax.
 *
 * <p>The same settings and images give the same network, bit by bit, on every machine. Confined to
 * one thread.
 */
final class DigitNetwork {

  private static final int AREA = DigitImages.EXTENT * DigitImages.EXTENT;
  private static final int POOLED = DigitImages.EXTENT / 2;

  private final Convolution first;
  private final Convolution second;
  private final Dense head;

  /**
   * A network that has learnt nothing yet.
   *
   * @param channels of the first convolution
   * @param moreChannels of the second one
   */
  DigitNetwork(int channels, int moreChannels, Random random) {
    first = new Convolution(1, channels, random);
    second = new Convolution(channels, moreChannels, random);
    int features = moreChannels * POOLED * POOLED;
    head = new Dense(features, DigitImages.DIGITS, Math.sqrt(1.0 / features), random);
  }

  Convolution first() {
    return first;
  }

  Convolution second() {
    return second;
  }

  Dense head() {
    return head;
  }

  /** What one image is on its way. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Pass(
      double[] one, double[] two, int[] greatest, double[] pooled, double[] scores) {}

  /** The score of each digit. */
  double[] scores(double[] pixels) {
    return pass(pixels).scores();
  }

  private Pass pass(double[] pixels) {
    double[] one = rectified(first.forward(pixels));
    double[] two = rectified(second.forward(one));
    int[] greatest = greatest(two);
    double[] pooled = new double[greatest.length];
    for (int i = 0; i < pooled.length; i++) {
      pooled[i] = two[greatest[i]];
    }
    return new Pass(one, two, greatest, pooled, head.forward(pooled));
  }

  private static double[] rectified(double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(0, sums[i]);
    }
    return sums;
  }

  /** Where the greatest of each 2 by 2 pixels is; of equal ones the first. */
  private static int[] greatest(double[] image) {
    int[] greatest = new int[image.length / 4];
    for (int i = 0; i < greatest.length; i++) {
      int channel = i / (POOLED * POOLED);
      int row = i / POOLED % POOLED * 2;
      int column = i % POOLED * 2;
      int corner = channel * AREA + row * DigitImages.EXTENT + column;
      int best = corner;
      for (int other :
          new int[] {corner + 1, corner + DigitImages.EXTENT, corner + DigitImages.EXTENT + 1}) {
        best = image[other] > image[best] ? other : best;
      }
      greatest[i] = best;
    }
    return greatest;
  }

  /**
   * Adds the gradients of the loss −ln softmax(scores)[digit] for one image.
   *
   * @return the loss
   */
  double backpropagate(DigitImages.Image image) {
    Pass pass = pass(image.pixels());
    double[] gradient = softmax(pass.scores());
    double loss = -StrictMath.log(gradient[image.digit()]);
    gradient[image.digit()] -= 1;
    double[] pooled = head.backward(pass.pooled(), gradient);
    double[] two = new double[pass.two().length];
    for (int i = 0; i < pooled.length; i++) {
      two[pass.greatest()[i]] += pass.two()[pass.greatest()[i]] > 0 ? pooled[i] : 0;
    }
    double[] one = second.backward(pass.one(), two);
    for (int i = 0; i < one.length; i++) {
      one[i] = pass.one()[i] > 0 ? one[i] : 0;
    }
    first.backward(image.pixels(), one);
    return loss;
  }

  private static double[] softmax(double[] scores) {
    double greatest = Arrays.stream(scores).max().orElseThrow();
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      shares[i] = StrictMath.exp(scores[i] - greatest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /**
   * Learns, in mini-batches, with a rate that falls to 0 along half a cosine.
   *
   * @param epochs the passes over the images
   * @param batch the images of one step
   * @param rate the first learning rate
   * @param decay the weight of the penalty on squared weights
   */
  void train(
      DigitImages training, int epochs, int batch, double rate, double decay, Random random) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, training.images().size()).boxed().toList());
    int batches = order.size() / batch;
    for (int step = 0; step < epochs * batches; step++) {
      int begin = step % batches * batch;
      if (begin == 0) {
        Collections.shuffle(order, random);
      }
      order
          .subList(begin, begin + batch)
          .forEach(index -> backpropagate(training.images().get(index)));
      double progress = (double) step / (epochs * batches);
      double stepRate = rate * (1 + StrictMath.cos(Math.PI * progress)) / 2;
      first.step(batch, stepRate, decay);
      second.step(batch, stepRate, decay);
      head.step(batch, stepRate, decay);
    }
  }

  /** The share of the images whose digit has the greatest score. */
  double accuracy(DigitImages images) {
    return images.images().stream()
        .mapToInt(image -> best(scores(image.pixels())) == image.digit() ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static int best(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
