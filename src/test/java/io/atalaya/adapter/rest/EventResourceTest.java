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
  private static final String AUTHORIZATION = "Bearer s3cret";

  private final List<String> published = new ArrayList<>();

  @Test
  void acceptedEventIsAnsweredWithItsPlace() {
    Response answer = post(new Receipt.Published(3, 17), TOPIC, AUTHORIZATION, "{}");

    assertEquals(202, answer.getStatus());
    assertEquals(new EventResource.Placed(TOPIC, 3, 17), answer.getEntity());
    assertEquals(List.of("inference.predictions {} application/json"), published);
  }

  @Test
  void rejectedEventIsAnsweredWithReasonAndDetail() {
    Response answer =
        post(new Receipt.Rejected("incomplete", "id is missing"), TOPIC, AUTHORIZATION, "{}");

    assertEquals(
        new Problem("Event rejected", 400, "id is missing", "incomplete"), problem(answer));
  }

  @Test
  void unreachableLogIsToBeTriedAgain() {
    Response answer = post(new Receipt.Unavailable("no broker"), TOPIC, AUTHORIZATION, "{}");

    assertEquals("no broker", problem(answer).detail());
    assertEquals(503, answer.getStatus());
    assertEquals("5", answer.getHeaderString("Retry-After"));
  }

  @Test
  void nobodyPublishesWithoutTheToken() {
    for (String authorization : new @Nullable String[] {null, "Bearer other"}) {
      Response answer = post(new Receipt.Published(0, 0), TOPIC, authorization, "{}");

      assertEquals(401, problem(answer).status());
      assertEquals("Bearer realm=\"atalaya\"", answer.getHeaderString("WWW-Authenticate"));
    }
    assertEquals(List.of(), published);
  }

  @Test
  void withoutAConfiguredTokenTheAnswerSaysWhatToConfigure() {
    Response answer =
        post(BearerToken.none(), new Receipt.Published(0, 0), TOPIC, AUTHORIZATION, "{}");

    assertEquals(403, answer.getStatus());
    assertEquals(
        "publishing is off: set atalaya.api.token-file to the path of a file with a token",
        problem(answer).detail());
    assertEquals(List.of(), published);
  }

  @Test
  void onlyInputTopicsAreWrittenTo() {
    for (String topic : List.of("monitoring.signals", "monitoring.partials", "other")) {
      Response answer = post(new Receipt.Published(0, 0), topic, AUTHORIZATION, "{}");

      assertEquals(404, problem(answer).status());
    }
    assertEquals(List.of(), published);
    for (String topic :
        List.of(
            "inference.outcomes",
            "inference.interactions",
            "inference.generations",
            "model.lifecycle")) {
      assertEquals(202, post(new Receipt.Published(0, 0), topic, AUTHORIZATION, "{}").getStatus());
    }
  }

  @Test
  void eventHasAtMostOneMebibyte() {
    Receipt receipt = new Receipt.Published(0, 0);

    assertEquals(202, post(receipt, TOPIC, AUTHORIZATION, "x".repeat(1_048_576)).getStatus());
    Response answer = post(receipt, TOPIC, AUTHORIZATION, "x".repeat(1_048_577));
    assertEquals(413, answer.getStatus());
    assertEquals(
        "the event has more than 1048576 bytes: send at most so many", problem(answer).detail());
    assertEquals(1, published.size());
  }

  @Test
  void missingBodyIsTheEmptyEvent() {
    post(new Receipt.Rejected("malformed", "empty value"), TOPIC, AUTHORIZATION, null);

    assertEquals(List.of("inference.predictions  application/json"), published);
  }

  @Test
  void problemIsAnsweredAsProblemJson() {
    Response answer = Problem.response(Response.Status.NOT_FOUND, "gone");

    assertEquals("application/problem+json", String.valueOf(answer.getMediaType()));
    assertEquals("Not Found", problem(answer).title());
    assertNull(problem(answer).reason());
  }

  private Response post(
      Receipt receipt, String topic, @Nullable String authorization, @Nullable String body) {
    return post(BearerToken.of("s3cret"), receipt, topic, authorization, body);
  }

  private Response post(
      BearerToken token,
      Receipt receipt,
      String topic,
      @Nullable String authorization,
      @Nullable String body) {
    EventResource resource =
        new EventResource(
            (to, bytes, type) -> {
              published.add(to + " " + new String(bytes, StandardCharsets.UTF_8) + " " + type);
              return CompletableFuture.completedStage(receipt);
            },
            token);
    InputStream stream =
        body == null
            ? InputStream.nullInputStream()
            : new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    try {
      return resource
          .publish(topic, "application/json", authorization, stream)
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
