package io.atalaya.demo.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.texts.TemplateWriter;
import io.atalaya.demo.texts.TemplateWriter.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the writer of product descriptions, which goes wrong in the second half. The times that it
 * publishes are measured, its tokens are words: templates take no more.
 */
public final class TextService implements Workload {

  /** The model's name in every event. */
  public static final String MODEL = "product-texts";

  private static final String VERSION = "templates";

  /** So many that one core can score them all. */
  private static final Duration PAUSE = Duration.ofMillis(125);

  private static final double NANOS_PER_MILLI = 1e6;

  private final TemplateWriter writer = new TemplateWriter();
  private final ObjectMapper json = new ObjectMapper();
  private final EventLog log;
  private final Clock clock;

  /**
   * @param clock gives the events' times: an event happens when it is published
   */
  public TextService(EventLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public List<Moment> moments(Instant start, Duration length) {
    List<Moment> moments = new ArrayList<>();
    long texts = length.dividedBy(PAUSE);
    for (int i = 0; i < texts; i++) {
      int number = i;
      boolean wrong = i >= texts / 2;
      moments.add(new Moment(PAUSE.multipliedBy(i), () -> write(number, wrong)));
    }
    return moments;
  }

  private void write(int number, boolean wrong) {
    long start = System.nanoTime();
    Written text = writer.write(number, wrong);
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    String id = "text-" + number;
    ObjectNode event =
        json.createObjectNode()
            .put("id", id)
            .put("model", MODEL)
            .put("version", VERSION)
            .put("time", clock.instant().toString())
            .put("prompt_tokens", words(text.prompt()))
            .put("completion_tokens", words(text.completion()))
            // All of it is there at once.
            .put("ttft_ms", millis)
            .put("duration_ms", millis)
            .put("finish_reason", "stop")
            .put("prompt", text.prompt())
            .put("completion", text.completion());
    try {
      log.publish("inference.generations", id, json.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int words(String text) {
    return text.split(" ").length;
  }
}
