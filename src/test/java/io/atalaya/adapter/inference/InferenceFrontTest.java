package io.atalaya.adapter.inference;

import static io.atalaya.adapter.inference.FrontRig.INFER;
import static io.atalaya.adapter.inference.FrontRig.always;
import static io.atalaya.adapter.inference.FrontRig.join;
import static io.atalaya.adapter.inference.FrontRig.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InferenceFrontTest {

  private static final double[] ROW = {8, 1, 1, 1, 0.3, 0.6, 0.1};

  private FrontRig rig = FrontRig.start();

  @AfterEach
  void close() {
    rig.close();
  }

  private void use(FrontRig other) {
    rig.close();
    rig = other;
  }

  private static String cacheOf(HttpResponse<?> answer) {
    return answer.headers().firstValue("Atalaya-Cache").orElse("none");
  }

  @Test
  void secondEqualRequestIsAHitWithItsOwnId() {
    HttpResponse<String> first = rig.infer(request("a", ROW));
    HttpResponse<String> second = rig.infer(request("b", ROW));

    assertEquals(200, first.statusCode(), first.body());
    assertEquals("miss", cacheOf(first));
    assertEquals("hit", cacheOf(second));
    assertEquals("0", second.headers().firstValue("Age").orElse("none"));
    assertTrue(first.headers().firstValue("Age").isEmpty());
    assertTrue(first.body().startsWith("{\"id\":\"a\",\"model_name\":\"bike-demand\""));
    assertEquals(first.body().replace("\"id\":\"a\"", "\"id\":\"b\""), second.body());
    assertEquals(1, rig.calls.get());
  }

  @Test
  void requestWithoutAnIdIsGivenOne() {
    String body = request("a", ROW).replace("\"id\":\"a\",", "");

    assertTrue(rig.infer(body).body().matches("\\{\"id\":\"[0-9a-f-]{36}\",.*"));
  }

  @Test
  void anotherVersionSegmentOrInputIsAnotherQuestion() {
    rig.infer(request("a", ROW));
    double[] other = ROW.clone();
    other[0] = 9;

    assertEquals("miss", cacheOf(rig.infer(request("a", other))));
    assertEquals("miss", cacheOf(rig.infer(request("a", ROW), "Atalaya-Segment", "north")));
    String path = "/v2/models/bike-demand/versions/1/infer";
    assertEquals("miss", cacheOf(join(rig.sendAsync(path, request("a", ROW)))));
    assertEquals("hit", cacheOf(rig.infer(request("a", ROW))));
    assertEquals(4, rig.calls.get());
  }

  @Test
  void roundedFeatureHitsWithinItsStep() {
    use(FrontRig.rounding("temperature", 0.05));
    double[] near = ROW.clone();
    near[4] = 0.31;
    double[] far = ROW.clone();
    far[4] = 0.34;
    rig.infer(request("a", ROW));

    assertEquals("hit", cacheOf(rig.infer(request("b", near))));
    assertEquals("miss", cacheOf(rig.infer(request("c", far))));
  }

  @Test
  void equalRequestsAtTheSameTimeAskTheServerOnce() {
    rig.behaviour = rig.slow(200);
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      double[] row = ROW.clone();
      row[0] = i % 4;
      sent.add(rig.sendAsync(INFER, request("r" + i, row)));
    }
    List<HttpResponse<String>> answers = sent.stream().map(FrontRig::join).toList();

    assertEquals(4, rig.calls.get());
    assertEquals(4, answers.stream().filter(answer -> cacheOf(answer).equals("miss")).count());
    assertEquals(28, answers.stream().filter(answer -> cacheOf(answer).equals("shared")).count());
    for (int i = 0; i < 32; i++) {
      assertTrue(answers.get(i).body().startsWith("{\"id\":\"r" + i + "\""));
    }
  }

  @Test
  void statefulAndNoStoreRequestsPassByTheCache() {
    rig.infer(request("a", ROW));
    String sequence =
        request("a", ROW).replace("{\"id\"", "{\"parameters\":{\"sequence_id\":7},\"id\"");

    for (int i = 0; i < 2; i++) {
      assertEquals("bypass", cacheOf(rig.infer(sequence)));
      assertEquals("bypass", cacheOf(rig.infer(request("b", ROW), "Cache-Control", "no-store")));
      assertEquals("bypass", cacheOf(rig.infer(request("b", ROW), "Authorization", "Bearer x")));
    }
    assertEquals(7, rig.calls.get());
  }

  @Test
  void noCacheLoadsAnewAndStores() {
    rig.infer(request("a", ROW));
    rig.behaviour = always(200, "application/json", answer(42));

    assertEquals("hit", cacheOf(rig.infer(request("b", ROW))));
    HttpResponse<String> renewed = rig.infer(request("c", ROW), "Cache-Control", "no-cache");
    assertEquals("miss", cacheOf(renewed));
    HttpResponse<String> after = rig.infer(request("d", ROW));
    assertEquals("hit", cacheOf(after));
    assertTrue(after.body().contains("[42]"), after.body());
  }

  private static String answer(int value) {
    return """
    {"outputs":[{"name":"demand","shape":[1,1],"datatype":"FP32","data":[%d]}],"id":"x"}"""
        .formatted(value);
  }

  @Test
  void modelWithoutACacheIsServedAndPublished() throws InterruptedException {
    use(FrontRig.uncached());

    assertEquals("bypass", cacheOf(rig.infer(request("a", ROW))));
    assertEquals("bypass", cacheOf(rig.infer(request("b", ROW))));
    rig.awaitTrue(() -> rig.events.size() == 2);
    assertTrue(rig.events.getLast().contains("\"cached\":false"));
  }

  @Test
  void questionsAboutTheModelArePassedOn() {
    assertEquals("{\"ready\":true}", rig.get("/v2/models/bike-demand/ready").body());
    assertEquals("{\"ready\":true}", rig.get("/v2/models/bike-demand/versions/1/ready").body());
    assertEquals(
        "{\"name\":\"bike-demand\",\"versions\":[\"1\"],\"platform\":\"onnxruntime\"}",
        rig.get("/v2/models/bike-demand").body());
    assertEquals(404, rig.get("/v2/models/bike-demand/versions/2").statusCode());
    assertEquals("{\"live\":true}", rig.get("/v2/health/live").body());
    assertEquals("{\"ready\":true}", rig.get("/v2/health/ready").body());
    rig.behaviour = always(503, "application/json", "{}");
    HttpResponse<String> unready = rig.get("/v2/health/ready");
    assertEquals(503, unready.statusCode());
    assertEquals("{\"ready\":false}", unready.body());
  }

  @Test
  void unknownModelIsToldHowToBeConfigured() {
    HttpResponse<String> answer = join(rig.sendAsync("/v2/models/other/infer", "{}"));

    assertEquals(404, answer.statusCode());
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertTrue(answer.body().contains("atalaya.models.other.front.upstream"), answer.body());
  }

  @Test
  void whereATokenIsRequiredOnlyProbesGoWithout() {
    use(FrontRig.start(to -> FrontRig.settings(to, Duration.ofSeconds(5), 8, 8, true)));

    HttpResponse<String> refused = rig.infer(request("a", ROW));
    assertEquals(401, refused.statusCode());
    assertEquals(
        "Bearer realm=\"atalaya\"", refused.headers().firstValue("WWW-Authenticate").orElse(""));
    assertEquals(401, rig.get("/v2/models/bike-demand").statusCode());
    assertEquals(200, rig.get("/v2/models/bike-demand/ready").statusCode());
    assertEquals(401, rig.infer(request("a", ROW), "Authorization", "Bearer other").statusCode());
    assertEquals(403, rig.infer(request("a", ROW), "Authorization", "Bearer reader").statusCode());
    HttpResponse<String> unknown = rig.infer(request("a", ROW), "Authorization", "Bearer later");
    assertEquals(503, unknown.statusCode());
    assertEquals("1", unknown.headers().firstValue("Retry-After").orElse(""));
    HttpResponse<String> admitted = rig.infer(request("a", ROW), "Authorization", "Bearer s3cret");
    assertEquals("miss", cacheOf(admitted));
  }

  @Test
  void everyAnswerIsPublished() throws InterruptedException {
    rig.infer(request("a", ROW), "Atalaya-Segment", "north");
    rig.infer(request("b", ROW), "Atalaya-Segment", "north");
    rig.awaitTrue(() -> rig.events.size() == 2);

    String miss = rig.events.getFirst();
    assertTrue(
        miss.startsWith("{\"id\":\"a\",\"model\":\"bike-demand\",\"version\":\"1\",\"time\":"));
    assertTrue(
        miss.matches(".*\"value\":[0-9.]+,\"confidence\":0\\.[0-9]+,\"latency_ms\":.*"), miss);
    assertTrue(
        miss.contains(
            "\"features\":{\"hour\":8.0,\"weekday\":1.0,\"working_day\":1.0,\"weather\":1.0,\"temperature\":0.3,\"humidity\":0.6,\"windspeed\":0.1}"),
        miss);
    assertTrue(miss.endsWith("\"segment\":\"north\",\"cached\":false}"), miss);
    String hit = rig.events.getLast();
    assertTrue(hit.startsWith("{\"id\":\"b\""), hit);
    assertTrue(hit.endsWith("\"cached\":true}"), hit);
    assertEquals(List.of(), rig.unpublished);
  }

  @Test
  void eachRowOfABatchIsPublished() throws InterruptedException {
    String batch =
        """
        {"id":"a","inputs":[{"name":"inputs","shape":[2,7],"datatype":"FP32",
         "data":[[8,1,1,1,0.3,0.6,0.1],[9,1,1,1,0.3,0.6,0.1]]}]}""";
    assertEquals(200, rig.infer(batch).statusCode());
    rig.awaitTrue(() -> rig.events.size() == 2);

    assertTrue(rig.events.getFirst().startsWith("{\"id\":\"a-0\""));
    assertTrue(rig.events.getLast().startsWith("{\"id\":\"a-1\""));
    assertTrue(rig.events.getLast().contains("\"features\":{\"hour\":9.0,"));
    assertFalse(rig.events.getFirst().contains("\"features\":{\"hour\":9.0,"));
  }

  @Test
  void tensorsAsBytesAreKeptAndGivenAsBytes() throws Exception {
    String json =
        """
        {"id":"%s","parameters":{"binary_data_output":true},"inputs":[{"name":"inputs",
         "shape":[2,7],"datatype":"FP32","parameters":{"binary_data_size":56}}]}""";
    HttpResponse<byte[]> first = binary(json.formatted("a"), 8, 9);
    HttpResponse<byte[]> second = binary(json.formatted("longer"), 8, 9);

    assertEquals(200, first.statusCode());
    assertEquals("miss", cacheOf(first));
    assertEquals("hit", cacheOf(second));
    assertEquals(
        "application/octet-stream", second.headers().firstValue("Content-Type").orElse("none"));
    int firstJson = jsonLength(first);
    assertEquals(firstJson + 5, jsonLength(second));
    assertEquals(
        new String(first.body(), 0, firstJson, UTF_8).replace("\"a\"", "\"longer\""),
        new String(second.body(), 0, jsonLength(second), UTF_8));
    assertArrayEquals(
        Arrays.copyOfRange(first.body(), firstJson, first.body().length),
        Arrays.copyOfRange(second.body(), jsonLength(second), second.body().length));
    assertEquals(16, first.body().length - firstJson);
    assertEquals("miss", cacheOf(binary(json.formatted("a"), 8, 10)));
    rig.awaitTrue(() -> rig.events.size() == 6);
    assertTrue(rig.events.get(3).startsWith("{\"id\":\"longer-1\""), rig.events.get(3));
    assertTrue(rig.events.get(3).contains("\"features\":{\"hour\":9.0,"), rig.events.get(3));
  }

  private HttpResponse<byte[]> binary(String json, float... hours) {
    byte[] header = json.getBytes(UTF_8);
    ByteBuffer body =
        ByteBuffer.allocate(header.length + 28 * hours.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    for (float hour : hours) {
      body.putFloat(hour);
      for (int i = 1; i < ROW.length; i++) {
        body.putFloat((float) ROW[i]);
      }
    }
    return rig.infer(
        body.array(),
        "Content-Type",
        "application/octet-stream",
        "Inference-Header-Content-Length",
        Integer.toString(header.length));
  }

  private static int jsonLength(HttpResponse<byte[]> answer) {
    return (int) answer.headers().firstValueAsLong("Inference-Header-Content-Length").orElseThrow();
  }

  @Test
  void largeTensorsGoThroughAndAreKept() {
    String numbers = "0.125,".repeat(999_999) + "1";
    rig.behaviour =
        always(
            200,
            "application/json",
            "{\"outputs\":[{\"name\":\"demand\",\"shape\":[1,1000000],\"datatype\":\"FP32\",\"data\":["
                + numbers
                + "]}]}");
    String body =
        "{\"id\":\"a\",\"inputs\":[{\"name\":\"u\",\"shape\":[1,1000000],\"datatype\":\"FP32\",\"data\":["
            + numbers
            + "]}]}";

    HttpResponse<String> first = rig.infer(body);
    HttpResponse<String> second = rig.infer(body);
    assertEquals("miss", cacheOf(first));
    assertEquals("hit", cacheOf(second));
    assertEquals(first.body(), second.body());
    assertEquals("miss", cacheOf(rig.infer(body.replace(",1]", ",2]"))));
  }
}
