package io.atalaya.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts that a model generates for customers, as JSON: a prompt of 200 to 600 characters, a
 * completion of 1,500 to 3,500 in paragraphs, tokens, times and two scores; the i-th is a function
 * of i. As such texts are, they are not all ASCII, and line breaks are escaped. About 3,000 bytes.
 *
 * <p>The sentences are of random words, drawn of 16,384: compression gains about what it gains of
 * prose.
 *
 * <p>For one thread: the buffer is used again.
 */
public final class Texts {

  /** The name of the model. */
  public static final String MODEL = "delivery-notice";

  static final String REFERENCE_HEADER =
      "__prompt_tokens__,__completion_tokens__,__score_tone__,__score_groundedness__";

  private static final long SEED = 20_261_127;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int SENTENCES = 1 << 14;
  private static final int SENTENCES_A_PARAGRAPH = 5;
  private static final double BYTES_A_TOKEN = 4.2;
  private static final double TOKENS_A_SECOND = 60;

  private static final byte[] START = utf8("{\"id\":\"");
  private static final byte[] TIME =
      utf8("\",\"model\":\"" + MODEL + "\",\"version\":\"" + Deliveries.VERSION + "\",\"time\":\"");
  private static final byte[] PROMPT_TOKENS = utf8("\",\"prompt_tokens\":");
  private static final byte[] COMPLETION_TOKENS = utf8(",\"completion_tokens\":");
  private static final byte[] FIRST_TOKEN = utf8(",\"ttft_ms\":");
  private static final byte[] DURATION = utf8(",\"duration_ms\":");
  private static final byte[] PROMPT = utf8(",\"finish_reason\":\"stop\",\"prompt\":\"");
  private static final byte[] COMPLETION = utf8("\",\"completion\":\"");
  private static final byte[] TONE = utf8("\",\"scores\":{\"tone\":");
  private static final byte[] GROUNDEDNESS = utf8(",\"groundedness\":");
  private static final byte[] END = utf8("}}");
  private static final byte[] PARAGRAPH = utf8("\\n\\n");

  private final byte[][] sentences = sentences();
  private final JsonText json = new JsonText();

  /** The identifier of the i-th text, as the key of its record. */
  public byte[] id(long i) {
    SplittableRandom random = random(i);
    return json.clear().uuid(random.nextLong(), random.nextLong()).toBytes();
  }

  /** The i-th text, complete at {@code timeMillis}. */
  public byte[] generation(long i, long timeMillis) {
    SplittableRandom random = random(i);
    json.clear().text(START).uuid(random.nextLong(), random.nextLong());
    json.text(TIME).text(utf8(Instant.ofEpochMilli(timeMillis).toString()));
    int prompt = promptBytes(random);
    int completion = completionBytes(random);
    double seconds = tokens(completion) / TOKENS_A_SECOND * (0.5 + random.nextDouble());
    double firstSeconds = Math.min(seconds, 0.2 * random.nextExponential());
    json.text(PROMPT_TOKENS).decimal(tokens(prompt), 0);
    json.text(COMPLETION_TOKENS).decimal(tokens(completion), 0);
    json.text(FIRST_TOKEN).decimal(1000 * firstSeconds, 1);
    json.text(DURATION).decimal(Math.ceil(1000 * seconds), 0);
    text(json.text(PROMPT), prompt, random);
    text(json.text(COMPLETION), completion, random);
    json.text(TONE).decimal(score(random), 2);
    return json.text(GROUNDEDNESS).decimal(score(random), 2).text(END).toBytes();
  }

  /** A row of reference values, as CSV: of a text long before the first. */
  static String referenceRow(int row) {
    SplittableRandom random = random(-1 - row);
    return "%d,%d,%.2f,%.2f"
        .formatted(
            tokens(promptBytes(random)),
            tokens(completionBytes(random)),
            score(random),
            score(random));
  }

  private void text(JsonText to, int bytes, SplittableRandom random) {
    int written = 0;
    for (int count = 1; written < bytes; count++) {
      byte[] sentence = sentences[random.nextInt(SENTENCES)];
      to.text(sentence);
      written += sentence.length;
      if (count % SENTENCES_A_PARAGRAPH == 0) {
        to.text(PARAGRAPH);
      }
    }
  }

  private static int promptBytes(SplittableRandom random) {
    return 150 + random.nextInt(400);
  }

  private static int completionBytes(SplittableRandom random) {
    return 1_450 + random.nextInt(2_000);
  }

  private static int tokens(int bytes) {
    return (int) Math.round(bytes / BYTES_A_TOKEN);
  }

  private static double score(SplittableRandom random) {
    return Math.sqrt(random.nextDouble());
  }

  private static byte[][] sentences() {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] words = IntStream.range(0, 4_000).mapToObj(i -> word(random)).toArray(String[]::new);
    byte[][] sentences = new byte[SENTENCES][];
    for (int i = 0; i < SENTENCES; i++) {
      sentences[i] =
          utf8(
              IntStream.range(0, 8 + random.nextInt(10))
                  // The word of rank r is drawn about 1/r as often as the first.
                  .mapToObj(j -> words[(int) Math.pow(words.length, random.nextDouble()) - 1])
                  .collect(Collectors.joining(" ", "", ". ")));
    }
    return sentences;
  }

  private static String word(SplittableRandom random) {
    return random
        .ints(2 + random.nextInt(9), 0, 280)
        .mapToObj(
            letter ->
                letter < 260
                    ? String.valueOf((char) ('a' + letter % 26))
                    : letter < 270 ? "é" : "ü")
        .collect(Collectors.joining());
  }

  private static SplittableRandom random(long i) {
    return new SplittableRandom(SEED + i * GOLDEN_GAMMA);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
