package io.atalaya.adapter.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.availability.Answer;
import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.Probe;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.Target;
import io.atalaya.embedded.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The probes against a real HTTP server that is up, wrong, slow or down. */
@Timeout(120)
class HttpProbesTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);
  private static final ProbeTimes TIMES = new ProbeTimes(PLENTY, PLENTY, PLENTY);

  private static final String READY = "GET /v2/models/bike%20demand/ready";
  private static final String INFER = "POST /v2/models/bike%20demand/infer";
  private static final String GOOD =
      """
      {"model_name":"bike demand","model_version":"1","id":"atalaya-probe","outputs":[
       {"name":"demand","datatype":"FP32","shape":[1,1],"data":[212.5]},
       {"name":"confidence","datatype":"FP32","shape":[1,1],"data":[0.9]}]}\
      """;

  private static final String HEALTH = "GET /health";
  private static final String MODELS = "GET /v1/models";
  private static final String COMPLETIONS = "POST /v1/completions";
  private static final String GENERATED =
      """
      {"id":"cmpl-1","object":"text_completion","model":"granite","choices":[
       {"index":0,"text":" 2","logprobs":null,"finish_reason":"length"}],
       "usage":{"prompt_tokens":4,"total_tokens":5,"completion_tokens":1}}\
      """;

  private final ScriptedServer server = ScriptedServer.start(0);
  private final HttpClients clients = new HttpClients();
  private final HttpProbes probes = new HttpProbes(clients);

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  private static Endpoint endpoint(URI address) {
    return new Endpoint(address, Optional.empty(), Optional.empty());
  }

  private Probe v2(String probe) {
    return probe(
        probe,
        new ModelServer.V2(
            endpoint(server.address()),
            "bike demand",
            List.of(
                new InputTensor("x", Datatype.FP32, List.of(1, 3), List.of("0.5", "1", "-2e3")),
                new InputTensor("names", Datatype.BYTES, List.of(2), List.of("a")),
                new InputTensor(
                    "big", Datatype.UINT64, List.of(1), List.of("18446744073709551615")),
                new InputTensor("on", Datatype.BOOL, List.of(1), List.of("true"))),
            List.of(new ExpectedOutput("demand", List.of(-1, 1), 0, 1_500))));
  }

  private Probe vllm(String probe) {
    return probe(probe, new ModelServer.Vllm(endpoint(server.address()), "granite", "1 + 1 ="));
  }

  private Probe probe(String probe, ModelServer asked) {
    return probes.ofModel("m", asked, TIMES).stream()
        .filter(planned -> planned.target().equals(new Target.OfModel("m", probe)))
        .map(PlannedProbe::probe)
        .findAny()
        .orElseThrow();
  }

  private static void assertWrong(String detail, Answer answer) {
    String wrong = assertInstanceOf(Answer.Wrong.class, answer).detail();
    assertTrue(wrong.contains(detail), wrong);
  }

  private static void assertNone(String detail, Answer answer) {
    String none = assertInstanceOf(Answer.None.class, answer).detail();
    assertTrue(none.contains(detail), none);
  }

  @Test
  void aTestPredictionIsAskedByTheProtocolAndRight() throws Exception {
    server.answer(INFER, 200, GOOD);

    assertEquals(new Answer.Right(), v2("infer").ask(PLENTY));
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"id":"atalaya-probe","inputs":[
                 {"name":"x","datatype":"FP32","shape":[1,3],"data":[0.5,1.0,-2000.0]},
                 {"name":"names","datatype":"BYTES","shape":[2],"data":["a","a"]},
                 {"name":"big","datatype":"UINT64","shape":[1],"data":[18446744073709551615]},
                 {"name":"on","datatype":"BOOL","shape":[1],"data":[true]}]}\
                """),
        new ObjectMapper().readTree(server.asked().getFirst().body()));
  }

  @Test
  void nestedElementsAreTakenToo() throws Exception {
    server.answer(INFER, 200, GOOD.replace("[212.5]", "[[212.5]]"));

    assertEquals(new Answer.Right(), v2("infer").ask(PLENTY));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          212.5                    | 1500.5      | output demand: 1500.5 is not from 0.0 to 1500.0
          212.5                    | -1          | output demand: -1 is not from 0.0 to 1500.0
          212.5                    | NaN         | no JSON
          212.5                    | 1e999       | output demand: element 0 is
          212.5                    | "12"        | output demand: element 0 is "12", which is no finite number
          212.5                    | null        | output demand: element 0 is null, which is no finite number
          212.5                    | 1,2         | output demand: 2 elements for the shape [1,1]
          0.9]                     | NaN]        | no JSON
          [0.9]                    | []          | output confidence: 0 elements for the shape [1,1]
          "demand"                 | "rentals"   | no output demand: there are [
          "demand","datatype":"FP32","shape":[1,1] | "demand","datatype":"FP32","shape":[1] | output demand: the shape is [1], not [-1, 1]
          FP32                     | FP16        | the datatype "FP16" is none that JSON carries
          "model_name":"bike demand" | "model_name":"other" | an answer of the model other, not of bike demand
          "outputs"                | "outputs":[],"others" | no outputs
          """)
  void aWrongPredictionIsToldApart(String good, String bad, String problem) throws Exception {
    server.answer(INFER, 200, GOOD.replace(good, bad));

    assertWrong(server.address() + "/v2/models/bike%20demand/infer: ", v2("infer").ask(PLENTY));
    assertWrong(problem, v2("infer").ask(PLENTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"ok\"", "12", "{\"outputs\":", "<html>"})
  void whatIsNoJsonObjectIsWrong(String body) throws Exception {
    server.answer(INFER, 200, body);

    assertInstanceOf(Answer.Wrong.class, v2("infer").ask(PLENTY));
  }

  @Test
  void readinessIsTheStatusAndWhateverTheBodySays() throws Exception {
    server.answer(READY, 200, "");
    assertEquals(new Answer.Right(), v2("ready").ask(PLENTY));
    server.answer(READY, 200, "{\"name\":\"bike demand\",\"ready\":true}");
    assertEquals(new Answer.Right(), v2("ready").ask(PLENTY));
    server.answer(READY, 200, "{\"name\":\"bike demand\",\"ready\":false}");
    assertWrong("the model is not ready", v2("ready").ask(PLENTY));
    server.answer(READY, 503, "");
    assertNone("HTTP 503", v2("ready").ask(PLENTY));
  }

  @ParameterizedTest
  @CsvSource({"502", "503", "504"})
  void aServerThatSaysItIsNotThereIsDown(int status) throws Exception {
    server.answer(INFER, status, "upstream\r\nis gone");

    assertNone("HTTP " + status + ": upstream is gone", v2("infer").ask(PLENTY));
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "500", "201", "429"})
  void anyOtherStatusIsWrong(int status) throws Exception {
    server.answer(INFER, status, GOOD);

    assertWrong("HTTP " + status, v2("infer").ask(PLENTY));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    server.redirect(READY, server.address() + "/elsewhere");
    server.answer("GET /elsewhere", 200, "");

    assertWrong("HTTP 302", v2("ready").ask(PLENTY));
    assertEquals(1, server.asked().size());
  }

  @Test
  void anAnswerWithoutEndIsCutOff() throws Exception {
    server.answer(INFER, 200, " ".repeat(HttpProbe.MOST_BYTES - GOOD.length()) + GOOD);
    assertEquals(new Answer.Right(), v2("infer").ask(PLENTY));
    server.answer(INFER, 200, " ".repeat(HttpProbe.MOST_BYTES + 1 - GOOD.length()) + GOOD);
    assertWrong("above 4194304 bytes", v2("infer").ask(PLENTY));
  }

  @Test
  void aServerThatTakesTooLongOrDoesNotListenIsDown() throws Exception {
    server.answer(INFER, 200, GOOD, PLENTY);
    assertNone(" within 50 ms", v2("infer").ask(Duration.ofMillis(50)));

    ModelServer gone =
        new ModelServer.Vllm(
            endpoint(URI.create("http://localhost:" + FreePort.find())), "granite", "a");
    assertNone("no connection: see whether", probe("health", gone).ask(PLENTY));
    ModelServer unknown =
        new ModelServer.Vllm(endpoint(URI.create("http://nowhere.invalid:80")), "granite", "a");
    assertNone(
        "nowhere.invalid:80/health: the host is unknown", probe("health", unknown).ask(PLENTY));
  }

  @Test
  void vllmIsAskedForItsHealthItsModelsAndOneToken() throws Exception {
    server.answer(HEALTH, 200, "");
    server.answer(
        MODELS, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"other\"},{\"id\":\"granite\"}]}");
    server.answer(COMPLETIONS, 200, GENERATED);

    assertEquals(new Answer.Right(), vllm("health").ask(PLENTY));
    assertEquals(new Answer.Right(), vllm("models").ask(PLENTY));
    assertEquals(new Answer.Right(), vllm("generation").ask(PLENTY));
    assertEquals(
        new ObjectMapper()
            .readTree(
                "{\"model\":\"granite\",\"prompt\":\"1 + 1"
                    + " =\",\"max_tokens\":1,\"temperature\":0}"),
        new ObjectMapper().readTree(server.asked().getLast().body()));
  }

  @Test
  void aModelThatVllmDoesNotServeIsNamedBesideThoseThatItDoes() throws Exception {
    server.answer(MODELS, 200, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");

    assertWrong("the model granite is not served: there are [a, b]", vllm("models").ask(PLENTY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "length"            | "abort"              | the generation ended with "abort"
          "length"            | null                 | the generation ended with null
          "text":" 2"         | "text":null          | no text in choices
          "choices"           | "choice"             | no text in choices
          "text":" 2","logprobs":null,"finish_reason":"length"}],#"completion_tokens":1 | "text":"","finish_reason":"length"}],#"completion_tokens":0 | no token was generated
          """)
  void aGenerationWithoutATokenIsWrong(String good, String bad, String problem) throws Exception {
    String[] from = good.split("#", -1);
    String[] to = bad.split("#", -1);
    String body = GENERATED;
    for (int i = 0; i < from.length; i++) {
      body = body.replace(from[i], to[i]);
    }
    server.answer(COMPLETIONS, 200, body);

    assertWrong(problem, vllm("generation").ask(PLENTY));
  }

  @Test
  void aTokenWithoutTextIsATokenAllTheSame() throws Exception {
    server.answer(
        COMPLETIONS, 200, GENERATED.replace("\" 2\"", "\"\"").replace("\"length\"", "\"stop\""));

    assertEquals(new Answer.Right(), vllm("generation").ask(PLENTY));
  }

  @Test
  void grafanaIsUpWithItsDatabase() throws Exception {
    Probe grafana = probes.grafana(endpoint(URI.create(server.address() + "/grafana/")));
    server.answer("GET /grafana/api/health", 200, "{\"database\":\"ok\",\"version\":\"12.2.0\"}");
    assertEquals(new Answer.Right(), grafana.ask(PLENTY));
    server.answer("GET /grafana/api/health", 200, "{\"database\":\"failing\"}");
    assertWrong("the database is \"failing\"", grafana.ask(PLENTY));
    server.answer("GET /grafana/api/health", 503, "{\n  \"database\": \"failing\"\n}");
    assertNone("HTTP 503: { \"database\": \"failing\" }", grafana.ask(PLENTY));
  }

  @Test
  void theTokenIsReadAnewForEachQuestion(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "first\n");
    server.answer(HEALTH, 200, "");
    Probe health =
        probe(
            "health",
            new ModelServer.Vllm(
                new Endpoint(server.address(), Optional.of(token), Optional.empty()),
                "granite",
                "a"));
    assertEquals(new Answer.Right(), health.ask(PLENTY));
    Files.writeString(token, "second");
    assertEquals(new Answer.Right(), health.ask(PLENTY));
    assertEquals(
        List.of("Bearer first", "Bearer second"),
        server.asked().stream().map(ScriptedServer.Asked::authorization).toList());
    Files.delete(token);
    assertNone("token-file: " + token + " cannot be read", health.ask(PLENTY));
    assertEquals(2, server.asked().size());
  }

  @Test
  void aTokenThatIsRefusedIsNamed() throws Exception {
    server.answer(MODELS, 401, "{\"error\":\"Unauthorized\"}");

    assertWrong(
        "HTTP 401: {\"error\":\"Unauthorized\"}: set token-file", vllm("models").ask(PLENTY));
  }
}
