package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.event.EventPublisher.Receipt;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventResourceTest {

  private static final String TOPIC = "inference.predictions";

  private final List<String> published = new ArrayList<>();

  @Test
  void acceptedEventIsAnsweredWithItsPlace() {
    Response answer = post(new Receipt.Published(3, 17), TOPIC, "{}");

    assertEquals(202, answer.getStatus());
    assertEquals(new EventResource.Placed(TOPIC, 3, 17), answer.getEntity());
    assertEquals(List.of("inference.predictions {} application/json"), published);
  }

  @Test
  void rejectedEventIsAnsweredWithReasonAndDetail() {
    Response answer = post(new Receipt.Rejected("incomplete", "id is missing"), TOPIC, "{}");

    assertEquals(
        new Problem("Event rejected", 400, "id is missing", "incomplete"), problem(answer));
  }

  @Test
  void unreachableLogIsToBeTriedAgain() {
    Response answer = post(new Receipt.Unavailable("no broker"), TOPIC, "{}");

    assertEquals("no broker", problem(answer).detail());
    assertEquals(503, answer.getStatus());
    assertEquals("5", answer.getHeaderString("Retry-After"));
  }

  @Test
  void onlyInputTopicsAreWrittenTo() {
    for (String topic : List.of("monitoring.signals", "monitoring.partials", "other")) {
      Response answer = post(new Receipt.Published(0, 0), topic, "{}");

      assertEquals(404, problem(answer).status());
    }
    assertEquals(List.of(), published);
    for (String topic :
        List.of(
            "inference.outcomes",
            "inference.interactions",
            "inference.generations",
            "model.lifecycle")) {
      assertEquals(202, post(new Receipt.Published(0, 0), topic, "{}").getStatus());
    }
  }

  @Test
  void eventHasAtMostOneMebibyte() {
    Receipt receipt = new Receipt.Published(0, 0);

    assertEquals(202, post(receipt, TOPIC, "x".repeat(1_048_576)).getStatus());
    Response answer = post(receipt, TOPIC, "x".repeat(1_048_577));
    assertEquals(413, answer.getStatus());
    assertEquals(
        "the body has more than 1048576 bytes: send at most so many", problem(answer).detail());
    assertEquals(1, published.size());
  }

  @Test
  void missingBodyIsTheEmptyEvent() {
    post(new Receipt.Rejected("malformed", "empty value"), TOPIC, null);

    assertEquals(List.of("inference.predictions  application/json"), published);
  }

  @Test
  void problemIsAnsweredAsProblemJson() {
    Response answer = Problem.response(Response.Status.NOT_FOUND, "gone");

    assertEquals("application/problem+json", String.valueOf(answer.getMediaType()));
    assertEquals("Not Found", problem(answer).title());
    assertNull(problem(answer).reason());
  }

  @Test
  void aBodyOfAnUnknownKindIsRefused() throws IOException {
    Response answer =
        resource(new Receipt.Published(0, 0))
            .publish(TOPIC, null, InputStream.nullInputStream())
            .toCompletableFuture()
            .join();

    assertEquals(415, answer.getStatus());
    assertEquals(List.of(), published);
  }

  private EventResource resource(Receipt receipt) {
    return new EventResource(
        (to, bytes, type) -> {
          published.add(to + " " + new String(bytes, StandardCharsets.UTF_8) + " " + type);
          return CompletableFuture.completedStage(receipt);
        });
  }

  private Response post(Receipt receipt, String topic, @Nullable String body) {
    InputStream stream =
        body == null
            ? InputStream.nullInputStream()
            : new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    EventResource resource = resource(receipt);
    try {
      return (topic.equals(EventResource.LIFECYCLE)
              ? resource.publishLifecycle("application/json", stream)
              : resource.publish(topic, "application/json", stream))
          .toCompletableFuture()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem problem(Response answer) {
    return assertInstanceOf(Problem.class, answer.getEntity());
  }
}
