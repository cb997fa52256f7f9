package io.atalaya.adapter.inference;

import static io.atalaya.adapter.inference.FrontRig.INFER;
import static io.atalaya.adapter.inference.FrontRig.always;
import static io.atalaya.adapter.inference.FrontRig.join;
import static io.atalaya.adapter.inference.FrontRig.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontFailuresTest {

  private static final double[] ROW = {8, 1, 1, 1, 0.3, 0.6, 0.1};
  private static final Duration SHORT = Duration.ofSeconds(1);

  private FrontRig rig = FrontRig.start();

  @AfterEach
  void close() {
    rig.close();
  }

  private void use(FrontRig.Change change) {
    rig.close();
    rig = FrontRig.start(change);
  }

  private static void assertProblem(int status, String detail, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse("none"));
    assertTrue(answer.body().contains(detail), answer.body());
    assertFalse(answer.body().contains("localhost"), answer.body());
  }

  private void assertPublished(String error) throws InterruptedException {
    rig.awaitTrue(() -> !rig.events.isEmpty());
    assertTrue(rig.events.getLast().contains("\"error\":\"" + error + "\""), rig.events.getLast());
    assertFalse(rig.events.getLast().contains("\"value\""), rig.events.getLast());
  }

  @Test
  void slowServerIsGivenUpAndToldSo() throws InterruptedException {
    use(to -> FrontRig.settings(to, SHORT, 8, 8, false));
    rig.behaviour = rig.slow(3_000);

    HttpResponse<String> answer = rig.infer(request("a", ROW));
    assertProblem(504, "did not answer in time", answer);
    assertEquals("1", answer.headers().firstValue("Retry-After").orElse("none"));
    assertPublished("timeout");
    rig.awaitTrue(() -> rig.brokenOff.get() == 1);
    rig.behaviour = rig.usual();
    assertEquals(200, rig.infer(request("a", ROW)).statusCode());
  }

  @Test
  void callerWhoLeavesHasTheServerStop() throws InterruptedException {
    // Longer than the test waits: it is not the time-out that ends the call.
    use(to -> FrontRig.settings(to, Duration.ofMinutes(1), 8, 8, false));
    rig.behaviour = request -> {};
    CompletableFuture<HttpResponse<String>> sent = rig.sendAsync(INFER, request("a", ROW));
    rig.awaitTrue(() -> rig.calls.get() == 1);

    sent.cancel(true);

    rig.awaitTrue(() -> rig.brokenOff.get() == 1);
    rig.behaviour = rig.usual();
    assertEquals(200, rig.infer(request("a", ROW)).statusCode());
    assertFalse(rig.events.stream().anyMatch(event -> event.contains("abandoned")));
  }

  @Test
  void serverGoesOnWhileSomebodyWaits() throws InterruptedException {
    rig.behaviour = rig.slow(500);
    CompletableFuture<HttpResponse<String>> leader = rig.sendAsync(INFER, request("a", ROW));
    rig.awaitTrue(() -> rig.calls.get() == 1);
    CompletableFuture<HttpResponse<String>> other = rig.sendAsync(INFER, request("b", ROW));
    Thread.sleep(100);

    leader.cancel(true);

    assertEquals(200, join(other).statusCode());
    assertEquals("shared", join(other).headers().firstValue("Atalaya-Cache").orElse("none"));
    assertEquals(1, rig.calls.get());
    assertEquals(0, rig.brokenOff.get());
  }

  @Test
  void errorsOfTheServerArePassedOnAsTheyAre() throws InterruptedException {
    for (int status : new int[] {400, 404, 422, 500, 503}) {
      rig.behaviour = always(status, "text/plain", "error " + status);
      HttpResponse<String> answer = rig.infer(request("a", ROW));
      assertEquals(status, answer.statusCode());
      assertEquals("error " + status, answer.body());
      assertEquals("text/plain", answer.headers().firstValue("Content-Type").orElse("none"));
    }
    assertEquals(5, rig.calls.get());
    rig.awaitTrue(() -> rig.events.size() == 2);
    assertPublished("upstream-5xx");
  }

  @Test
  void allWhoWaitAreToldTheError() {
    rig.behaviour =
        request -> {
          request.pause();
          rig.later(
              200,
              () -> {
                request.resume();
                always(500, "application/json", "{\"error\":\"x\"}").handle(request);
              });
        };
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      sent.add(rig.sendAsync(INFER, request("r" + i, ROW)));
    }
    for (CompletableFuture<HttpResponse<String>> answer : sent) {
      assertEquals(500, join(answer).statusCode());
      assertEquals("{\"error\":\"x\"}", join(answer).body());
    }
    assertEquals(1, rig.calls.get());
  }

  @Test
  void brokenConnectionIsABadGateway() throws InterruptedException {
    rig.behaviour = request -> request.connection().close();

    assertProblem(502, "cannot be reached, or broke", rig.infer(request("a", ROW)));
    assertPublished("connection");
  }

  @Test
  void unreachableServerIsABadGateway() throws InterruptedException {
    URI nobody = URI.create("http://localhost:" + FreePort.find());
    use(to -> FrontRig.settings(nobody));

    assertProblem(502, "cannot be reached", rig.infer(request("a", ROW)));
    assertPublished("connection");
    assertProblem(502, "cannot be reached", rig.get("/v2/models/bike-demand/ready"));
    assertEquals(503, rig.get("/v2/health/ready").statusCode());
  }

  @Test
  void whatIsNoHttpIsABadGateway() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> answerGarbage(server));
      URI upstream = URI.create("http://localhost:" + server.getLocalPort());
      use(to -> FrontRig.settings(upstream));

      assertProblem(502, "cannot be reached, or broke", rig.infer(request("a", ROW)));
      assertPublished("connection");
    }
  }

  private static void answerGarbage(ServerSocket server) {
    try (Socket socket = server.accept()) {
      var unused = socket.getInputStream().read();
      socket.getOutputStream().write("garbage\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      Thread.sleep(1_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("no garbage", e);
    }
  }

  @Test
  void answerThatIsNoAnswerIsPassedOnAndNotKept() throws InterruptedException {
    for (String nonsense : List.of("garbage", "{}", "{\"outputs\":7}", "{\"outputs\":[{}]}", "")) {
      rig.behaviour = always(200, "application/json", nonsense);
      HttpResponse<String> answer = rig.infer(request("a", ROW));
      assertEquals(200, answer.statusCode());
      assertEquals(nonsense, answer.body());
      assertPublished("unreadable");
    }
    assertEquals(5, rig.calls.get());
  }

  @Test
  void whatIsNoRequestDoesNotReachTheServer() {
    String good = request("a", ROW);
    for (String bad :
        List.of(
            "",
            "garbage",
            "[]",
            "{}",
            "{\"inputs\":{}}",
            "{\"inputs\":[7]}",
            "{\"inputs\":[{\"name\":\"inputs\"}]}",
            good.substring(0, good.length() - 1),
            good + "{}",
            good.replace("\"a\"", "7"),
            good.replace("[1,7]", "[-1,7]"),
            good.replace("[1,7]", "[1.5,7]"),
            good.replace("0.3", "NaN"),
            good.replace("\"id\":\"a\"", "\"id\":\"a\",\"id\":\"b\""))) {
      HttpResponse<String> answer = rig.infer(bad);
      assertProblem(400, "", answer);
    }
    assertProblem(
        400, "is no number of bytes", rig.infer(good, "Inference-Header-Content-Length", "x"));
    assertProblem(
        400, "the body has", rig.infer(good, "Inference-Header-Content-Length", "100000"));
    assertProblem(415, "Content-Encoding", rig.infer(good, "Content-Encoding", "gzip"));
    assertEquals(0, rig.calls.get());
    assertEquals(List.of(), rig.events);
  }

  @Test
  void requestThatTheServerRefusesIsItsToRefuse() {
    HttpResponse<String> answer = rig.infer(request("a", 1, 2, 3));

    assertEquals(400, answer.statusCode());
    assertEquals("{\"error\":\"invalid content size of tensor\"}", answer.body());
    assertEquals(1, rig.calls.get());
  }

  @Test
  void moreThanMayWaitAreToldToComeAgain() throws InterruptedException {
    use(to -> FrontRig.settings(to, Duration.ofSeconds(5), 1, 1, false));
    // While a connection is being made, the request that it is for waits in the queue.
    rig.infer(request("first", 0, 0, 0, 0, 0, 0, 0));
    rig.behaviour = rig.slow(1_000);
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double[] row = ROW.clone();
      row[0] = i;
      sent.add(rig.sendAsync(INFER, request("r" + i, row)));
    }
    List<HttpResponse<String>> answers = sent.stream().map(FrontRig::join).toList();

    List<HttpResponse<String>> busy =
        answers.stream().filter(answer -> answer.statusCode() == 503).toList();
    assertEquals(2, answers.stream().filter(answer -> answer.statusCode() == 200).count());
    assertEquals(2, busy.size());
    assertProblem(503, "too many requests wait", busy.getFirst());
    assertEquals("1", busy.getFirst().headers().firstValue("Retry-After").orElse("none"));
    rig.awaitTrue(() -> rig.events.size() == 5);
    assertEquals(2, rig.events.stream().filter(event -> event.contains("overload")).count());
  }

  @Test
  void bodyAboveTheLimitIsRefusedWhetherItSaysSoOrNot() throws IOException {
    use(to -> small(to, 1_000));
    String body = request("a", ROW) + " ".repeat(1_000);

    assertProblem(413, "more than 1000 bytes", rig.infer(body));
    try (Socket socket = new Socket("localhost", rig.port())) {
      String chunk = "%x\r\n%s\r\n".formatted(body.length(), body);
      String head =
          "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(INFER);
      socket.getOutputStream().write((head + chunk + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[12];
      socket.getInputStream().readNBytes(answer, 0, answer.length);
      assertEquals("HTTP/1.1 413", new String(answer, StandardCharsets.UTF_8));
    }
    assertEquals(0, rig.calls.get());
    assertEquals(200, rig.infer(request("a", ROW)).statusCode());
  }

  @Test
  void answerAboveTheLimitIsStreamedToEachAndNotKept() throws InterruptedException {
    use(to -> small(to, 1_000));
    String large = "{\"outputs\":[]}" + " ".repeat(3_000_000) + "end";
    rig.behaviour =
        request -> {
          request.pause();
          rig.later(
              200,
              () -> {
                request.resume();
                always(200, "application/json", large).handle(request);
              });
        };
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(rig.sendAsync(INFER, request("r" + i, ROW)));
    }
    for (CompletableFuture<HttpResponse<String>> answer : sent) {
      assertEquals(large, join(answer).body());
      assertEquals("bypass", join(answer).headers().firstValue("Atalaya-Cache").orElse("none"));
    }
    assertEquals(4, rig.calls.get());
    rig.awaitTrue(() -> rig.unpublished.size() == 4);
  }

  @Test
  void streamThatBreaksDoesNotLookWhole() {
    use(to -> small(to, 1_000));
    rig.behaviour =
        request -> {
          request.response().setChunked(true);
          request.response().write("x".repeat(10_000));
          rig.later(200, () -> request.connection().close());
        };

    assertTrue(
        rig.sendAsync(INFER, request("a", ROW))
            .handle((answer, failure) -> failure != null)
            .join());
  }

  private static FrontSettings small(URI upstream, int most) {
    FrontSettings usual = FrontRig.settings(upstream);
    return new FrontSettings(
        upstream,
        usual.timeout(),
        usual.connectTimeout(),
        most,
        usual.connections(),
        usual.queue(),
        usual.features(),
        usual.output(),
        usual.confidence(),
        usual.classes(),
        usual.tokenRequired());
  }
}
