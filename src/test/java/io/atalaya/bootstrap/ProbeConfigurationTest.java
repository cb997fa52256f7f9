package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.adapter.probe.http.Datatype;
import io.atalaya.adapter.probe.http.Endpoint;
import io.atalaya.adapter.probe.http.ExpectedOutput;
import io.atalaya.adapter.probe.http.InputTensor;
import io.atalaya.adapter.probe.http.ModelServer;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.bootstrap.ProbingSettings.GrafanaProbing;
import io.atalaya.bootstrap.ProbingSettings.ModelProbing;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeConfigurationTest {

  private static final ProbeTimes DEFAULT = times(15_000, 2_000, 1_000);

  private static ProbeTimes times(long interval, long timeout, long slow) {
    return new ProbeTimes(
        Duration.ofMillis(interval), Duration.ofMillis(timeout), Duration.ofMillis(slow));
  }

  private static Endpoint endpoint(String url) {
    return new Endpoint(URI.create(url), Optional.empty(), Optional.empty());
  }

  private static ProbingSettings read(String yaml) {
    return ConfigurationText.of(yaml).read().probing();
  }

  @Test
  void withoutKeysTheSystemsThatAtalayaUsesAreProbed() {
    assertEquals(
        new ProbingSettings(
            Map.of(),
            Optional.empty(),
            Optional.of(DEFAULT),
            Optional.of(DEFAULT),
            Optional.of(DEFAULT)),
        read("atalaya: {}"));
  }

  @Test
  void aModelsServerIsThatOfItsFrontUnlessAnotherIsGiven() {
    String front = "front: {upstream: 'http://front:8000'}, probe: {kind: vllm%s}";
    String yaml = "atalaya: {models: {m: {" + front + "}}}";
    assertEquals(
        Map.of(
            "m",
            new ModelProbing(
                new ModelServer.Vllm(endpoint("http://front:8000"), "m", "1 + 1 ="), DEFAULT)),
        read(yaml.formatted("")).models());
    assertEquals(
        Map.of(
            "m",
            new ModelProbing(
                new ModelServer.Vllm(endpoint("http://own:8000/v"), "served", "Hello"),
                times(60_000, 20_000, 5_000))),
        read(yaml.formatted(
                ", url: 'http://own:8000/v/', model: served, prompt: Hello, interval: 1m, timeout:"
                    + " 20s, slow: 5s"))
            .models());
  }

  @Test
  void everyKeyOfATestPredictionIsRead() {
    assertEquals(
        Map.of(
            "m",
            new ModelProbing(
                new ModelServer.V2(
                    endpoint("http://ovms:8000"),
                    "m",
                    List.of(
                        new InputTensor("a", Datatype.FP32, List.of(1, 2), List.of("0.5", "1")),
                        new InputTensor("b", Datatype.INT64, List.of(3), List.of("7"))),
                    List.of(
                        new ExpectedOutput("y", List.of(-1, 1), 0, 1_500),
                        new ExpectedOutput(
                            "z", List.of(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))),
                DEFAULT)),
        read("""
        atalaya:
          models:
            m:
              probe:
                kind: openvino
                url: http://ovms:8000
                input:
                  - {name: a, shape: [1, 2], data: [0.5, 1]}
                  - {name: b, datatype: INT64, shape: 3, data: 7}
                expect:
                  - {output: y, shape: [-1, 1], min: 0, max: 1500}
                  - {output: z}
        """)
            .models());
  }

  @Test
  void whatIsSaidForAllHoldsWhereNothingElseIsSaid() {
    ProbingSettings read =
        read(
            """
            atalaya:
              probes: {interval: 1s, timeout: 800ms}
              systems:
                kafka: {timeout: 500ms, slow: 100ms}
                redis: {enabled: false}
                postgres: {interval: 500ms}
                grafana: {url: "http://grafana:3000/g/"}
            """);
    assertEquals(
        new ProbingSettings(
            Map.of(),
            Optional.of(
                new GrafanaProbing(endpoint("http://grafana:3000/g"), times(1_000, 800, 400))),
            Optional.empty(),
            Optional.of(times(1_000, 500, 100)),
            Optional.of(times(500, 500, 250))),
        read);
  }

  @Test
  void filesAreReadAtTheStart(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "s3cret");
    assertEquals(
        Optional.of(
            new GrafanaProbing(
                new Endpoint(URI.create("https://g"), Optional.of(token), Optional.empty()),
                DEFAULT)),
        read("atalaya: {systems: {grafana: {url: 'https://g', token-file: %s}}}".formatted(token))
            .grafana());
    assertEquals(
        List.of(
            "atalaya.probes.ca-file: %s has no certificates (%s): give a file in PEM"
                .formatted(token, "Could not parse certificate: java.io.IOException: Empty input")),
        List.of(
            ConfigurationText.of("atalaya: {probes: {ca-file: %s}}".formatted(token))
                .problems()
                .getFirst()
                .replaceFirst(
                    "\\(.*\\)",
                    "(Could not parse certificate: java.io.IOException: Empty input)")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          url: 'http://a'                          | kind: is empty: give openvino, kserve or vllm
          kind: triton, url: 'http://a'            | kind: triton is unknown: give one of openvino, kserve, vllm
          kind: vllm                               | url: is empty: give the server, for example http://ovms:8000
          kind: vllm, url: 'a b'                   | url: a b is no address: give scheme, host and port, for example http://ovms:8000
          kind: vllm, url: 'http://u:p@a'          | url: http://u:p@a is no address of a server: give scheme, host and port, for example http://ovms:8000
          kind: vllm, url: 'http://a', interval: 0 | interval: PT0S is not from 100ms to 1h: give for example 15s
          kind: vllm, url: 'http://a', timeout: 16s | timeout: PT16S is not above 0 and at most the interval, PT15S: give for example 2s
          kind: vllm, url: 'http://a', slow: 3s    | slow: PT3S is not above 0 and at most the timeout, PT2S: give for example 1s
          kind: vllm, url: 'http://a', promt: x    | promt: unknown key: did you mean prompt?
          kind: vllm, url: 'http://a', input: {}   | input: unknown key: use one of ca-file, interval, kind, model, prompt, slow, timeout, token-file, url
          kind: kserve, url: 'http://a'            | input: is empty: give the inputs of a test prediction, for example {name: inputs, datatype: FP32, shape: [1, 7], data: [8, 1, 1, 1, 0.3, 0.6, 0.1]}
          kind: kserve, url: 'http://a', input: {name: x, shape: [2, 2], data: [1, 2]} | input.data: 2 elements, but shape [2, 2] has 4: give as many, or one that fills the tensor
          kind: kserve, url: 'http://a', input: {name: x, shape: [0], data: 1}  | input.shape: 0 is below 1: give what a request has, for example [1, 7]
          kind: kserve, url: 'http://a', input: {name: x, shape: [1001, 1000], data: 1}  | input.shape: [1001, 1000] has more than 1000000 elements
          kind: kserve, url: 'http://a', input: {shape: [1], data: 1}  | input.name: is empty: give the name of the input
          kind: kserve, url: 'http://a', input: {name: x, datatype: int8, data: 128}  | input.data: 128 is no INT8
          kind: kserve, url: 'http://a', input: {name: x, datatype: uint8, data: -1}  | input.data: -1 is no UINT8
          kind: kserve, url: 'http://a', input: {name: x, data: 1e39}  | input.data: 1e39 is no FP32
          kind: kserve, url: 'http://a', input: {name: x, datatype: bool, data: 1}  | input.data: 1 is no BOOL
          kind: kserve, url: 'http://a', input: {name: x, data: 1}, expect: {shape: [1]} | expect.output: is empty: give the name of the output
          kind: kserve, url: 'http://a', input: {name: x, data: 1}, expect: {output: y, shape: [0]} | expect.shape: 0 is neither 1 or more, nor -1 for any: give for example [1, 1]
          kind: kserve, url: 'http://a', input: {name: x, data: 1}, expect: {output: y, min: 2, max: 1} | expect.min: 2.0 is above max, 1.0: give a range
          """)
  void problemsNameKeyValueAndRemedy(String probe, String problem) {
    assertEquals(
        List.of("atalaya.models.m.probe." + problem),
        ConfigurationText.of("atalaya: {models: {m: {probe: {%s}}}}".formatted(probe)).problems());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          probes: {timeout: 20s}           | probes.timeout: PT20S is not above 0 and at most the interval, PT15S: give for example 2s
          probes: {slow: 1s}               | probes.slow: unknown key: use one of ca-file, interval, timeout
          systems: {grafana: {}}           | systems.grafana.url: is empty: give the server, for example http://ovms:8000
          systems: {redis: {url: x}}       | systems.redis.url: unknown key: use one of enabled, interval, slow, timeout
          systems: {redis: {enabled: maybe}} | systems.redis.enabled: maybe is neither true nor false: give one of them
          systems: {reddis: {}}            | systems.reddis: unknown key: did you mean redis?
          """)
  void problemsOfSystemsLikewise(String yaml, String problem) {
    assertEquals(
        List.of("atalaya." + problem),
        ConfigurationText.of("atalaya: {%s}".formatted(yaml)).problems());
  }
}
