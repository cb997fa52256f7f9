package io.atalaya.notebook.quantization.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitNetworkTest {

  private static final DigitImages IMAGES = DigitImages.load();

  @Test
  void allImagesAreThereAndEachIsInOnePart() {
    assertEquals(1_797, IMAGES.images().size());
    // The digits of the first images, as scikit-learn's load_digits() has them.
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1),
        IMAGES.images().stream().limit(12).map(DigitImages.Image::digit).toList());
    assertEquals(DigitImages.HELD_OUT, IMAGES.heldOut().images().size());
    assertEquals(1_797 - DigitImages.HELD_OUT, IMAGES.training().images().size());
    assertTrue(IMAGES.training().images().stream().noneMatch(IMAGES.heldOut().images()::contains));
  }

  /** Of the loss, for some weights of each convolution, by the difference of two losses. */
  @Test
  void gradientsAreThoseOfTheLoss() {
    DigitNetwork network = new DigitNetwork(3, 4, new Random(1));
    DigitImages.Image image = IMAGES.images().get(7);
    for (Convolution layer : List.of(network.first(), network.second())) {
      // Without a bias, paper is exactly where a ReLU has no derivative.
      for (int k = layer.weights(); k < layer.parameters().length; k++) {
        layer.parameters()[k] = 0.01 * (k % 5 + 1);
      }
    }
    network.backpropagate(image);
    // Before further calls add to them.
    double[] ofFirst = network.first().gradients().clone();
    double[] ofSecond = network.second().gradients().clone();
    double step = 1e-6;
    for (Convolution layer : List.of(network.first(), network.second())) {
      double[] gradients = layer == network.first() ? ofFirst : ofSecond;
      for (int k = 0; k < gradients.length; k += 3) {
        double weight = layer.parameters()[k];
        layer.parameters()[k] = weight + step;
        double above = network.backpropagate(image);
        layer.parameters()[k] = weight - step;
        double below = network.backpropagate(image);
        layer.parameters()[k] = weight;
        assertEquals((above - below) / (2 * step), gradients[k], 1e-5, "parameter " + k);
      }
    }
  }

  @Test
  void itLearns() {
    DigitImages few = new DigitImages(IMAGES.training().images().subList(0, 320));
    DigitNetwork network = TrainDigitModel.train(few, 1);
    double accuracy = network.accuracy(new DigitImages(IMAGES.images().subList(0, 200)));
    // One in ten by chance.
    assertTrue(accuracy > 0.4, "accuracy " + accuracy);
  }

  @Test
  void theExportedModelAnswersAsTheNetwork() {
    DigitNetwork network = new DigitNetwork(3, 4, new Random(2));
    try (ModelSession session = ModelSession.open(TrainDigitModel.export(network), 1)) {
      for (DigitImages.Image image : IMAGES.images().subList(0, 20)) {
        float[] scores = scores(session, image);
        double[] expected = network.scores(image.pixels());
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], scores[i], 1e-4);
        }
      }
    }
  }

  @Test
  void theCommittedModelReadsWhatItHasNotSeen() throws IOException {
    int right = 0;
    try (ModelSession session = ModelSession.open(committed(), 1)) {
      for (DigitImages.Image image : IMAGES.heldOut().images()) {
        float[] scores = scores(session, image);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
          best = scores[i] > scores[best] ? i : best;
        }
        right += best == image.digit() ? 1 : 0;
      }
    }
    assertTrue(right >= 0.98 * DigitImages.HELD_OUT, right + " of " + DigitImages.HELD_OUT);
  }

  private static float[] scores(ModelSession session, DigitImages.Image image) {
    float[] pixels = new float[image.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) image.pixels()[i];
    }
    long extent = DigitImages.EXTENT;
    Map<String, Tensor> answer =
        session.run(Map.of("image", new Tensor.Floats(pixels, new long[] {1, 1, extent, extent})));
    return ((Tensor.Floats) Objects.requireNonNull(answer.get("scores"))).values();
  }

  private static OnnxModel committed() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DigitNetworkTest.class.getResourceAsStream("/optical-digits.onnx"))) {
      return OnnxModel.parse(in.readAllBytes(), "optical-digits.onnx");
    }
  }
}
