package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.atalaya.pipeline.Exposition.Sample;
import io.atalaya.run.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts through a real broker, scored by the service with a real sentence-transformer. */
@QuarkusTest
@WithTestResource(TextServers.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TextScoresTest {

  private static final String PROMPT = "A table lamp of brass and linen, 48 cm";
  private static final String[] TEXT = {
    "A warm brass base and a linen shade give this lamp a timeless look.",
    "It suits a bedside or a reading corner."
  };

  /** So many texts of so many sentences take a minute or more to score. */
  private static final int MANY = 1_000;

  private static final int SENTENCES = 20;

  private final ObjectMapper json = new ObjectMapper();

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  /**
   * Cosines of the packaged library's own embeddings; words counted by hand: 22 words in two
   * sentences, of which {@code timeless}, {@code bedside} and {@code reading} are long.
   */
  @Test
  void scoresOfATextAreExportedAndThoseThatItCameWithStand() throws Exception {
    ObjectNode second = generation("few", "2", PROMPT, String.join(" ", TEXT));
    second.putObject("scores").put("relevance", -1).put("helpful", 5);
    publish(generation("few", "1", PROMPT, String.join(" ", TEXT)), second);
    AllMiniLmL6V2EmbeddingModel library = new AllMiniLmL6V2EmbeddingModel();
    double relevance = cosine(library, PROMPT, String.join(" ", TEXT));
    double coherence = cosine(library, TEXT[0], TEXT[1]);
    Service.await(
        "the scores", Duration.ofSeconds(60), () -> value("scored_texts", "few", "length") == 2);
    assertEquals((relevance - 1) / 2, value("score", "few", "relevance"), 1e-5);
    assertEquals(2, value("scored_texts", "few", "relevance"));
    assertEquals(coherence, value("score", "few", "coherence"), 1e-5);
    assertEquals(0, value("score", "few", "repetition"));
    assertEquals(20 / 22.0, value("score", "few", "length"), 1e-12);
    assertEquals(22 / 2.0 + 100 * 3 / 22.0, value("score", "few", "readability"), 1e-12);
    assertEquals(5, value("score", "few", "helpful"));
  }

  @Test
  void textsThatTakeMinutesToScoreAreCountedAtOnce() throws Exception {
    String sentences = (TEXT[0] + " ").repeat(SENTENCES);
    ObjectNode[] texts = new ObjectNode[MANY];
    for (int i = 0; i < MANY; i++) {
      texts[i] = generation("many", "m-" + i, PROMPT + " number " + i, sentences);
    }
    publish(texts);
    Service.await(
        "the texts",
        Duration.ofSeconds(60),
        () -> sample("atalaya_predictions_total", Set.of("model=many")) == MANY);
    // All were counted before a tenth was scored. The queue holds 16 of the rest.
    double soon = outcome("scored");
    assertFalse(soon > MANY / 10.0, soon + " were scored");
    Service.await(
        "the end of the queue",
        Duration.ofSeconds(90),
        () -> outcome("scored") + outcome("dropped") == MANY);
    Service.await(
        "the scores",
        Duration.ofSeconds(30),
        () -> value("scored_texts", "many", "coherence") == outcome("scored"));
    assertTrue(outcome("dropped") > MANY / 2.0, outcome("dropped") + " were dropped");
  }

  private double outcome(String result) {
    return sample("atalaya_scored_texts_total", Set.of("model=many", "result=" + result));
  }

  private double value(String name, String model, String score) {
    return sample("atalaya_generation_" + name, Set.of("model=" + model, "score=" + score));
  }

  /** The value of the first series of that name with these labels; NaN when there is none. */
  private double sample(String name, Set<String> labels) {
    for (Map.Entry<Sample, Double> each : scrape().samples().entrySet()) {
      if (each.getKey().name().equals(name)
          && Set.of(each.getKey().labels().split(",")).containsAll(labels)) {
        return each.getValue();
      }
    }
    return Double.NaN;
  }

  private ObjectNode generation(String model, String id, String prompt, String completion) {
    return json.createObjectNode()
        .put("id", id)
        .put("model", model)
        .put("time", Instant.now().toString())
        .put("prompt", prompt)
        .put("completion", completion);
  }

  private void publish(ObjectNode... events) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (ObjectNode event : events) {
      records.add(
          new ProducerRecord<>(
              "inference.generations",
              event.get("id").asText().getBytes(UTF_8),
              json.writeValueAsBytes(event)));
    }
    new Broker(servers).send(records);
  }

  private static double cosine(AllMiniLmL6V2EmbeddingModel library, String one, String other) {
    float[] a = library.embed(one).content().vector();
    float[] b = library.embed(other).content().vector();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private Exposition scrape() {
    try {
      return Exposition.of(metrics);
    } catch (Exception e) {
      throw new AssertionError("no metrics", e);
    }
  }
}
