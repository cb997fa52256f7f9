package io.atalaya.notebook.quantization.digits;

import io.atalaya.quantization.model.OnnxModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Rebuilds {@code optical-digits.onnx}, byte by byte: {@code TrainDigitModel FILE}. */
public final class TrainDigitModel {

  private static final int CHANNELS = 16;
  private static final int MORE_CHANNELS = 48;
  private static final int EPOCHS = 12;
  private static final int BATCH = 32;
  private static final double RATE = 3e-3;
  private static final double DECAY = 1e-4;
  private static final long SEED = 1;

  private TrainDigitModel() {}

  /** Trains, writes the file and prints how many digits it reads rightly. */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: TrainDigitModel FILE");
      System.exit(2);
    }
    DigitImages images = DigitImages.load();
    DigitNetwork network = train(images.training(), EPOCHS);
    Path file = Path.of(arguments[0]);
    OnnxModel model = export(network);
    model.save(file);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes, of the training images %.4f are read rightly, of the others %.4f%n",
        file,
        model.size(),
        network.accuracy(images.training()),
        network.accuracy(images.heldOut()));
  }

  static DigitNetwork train(DigitImages training, int epochs) {
    Random random = new Random(SEED);
    DigitNetwork network = new DigitNetwork(CHANNELS, MORE_CHANNELS, random);
    network.train(training, epochs, BATCH, RATE, DECAY, random);
    return network;
  }

  static OnnxModel export(DigitNetwork network) {
    return DigitExport.model(
        network,
        Map.of(
            "trained_on",
            "optical-digits.csv without its held-out part",
            "held_out",
            Integer.toString(DigitImages.HELD_OUT)));
  }
}
