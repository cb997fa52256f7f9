package io.atalaya.bootstrap;

import io.atalaya.adapter.inference.FrontSettings;
import io.atalaya.adapter.probe.http.Datatype;
import io.atalaya.adapter.probe.http.Endpoint;
import io.atalaya.adapter.probe.http.ExpectedOutput;
import io.atalaya.adapter.probe.http.InputTensor;
import io.atalaya.adapter.probe.http.ModelServer;
import io.atalaya.adapter.probe.http.TrustedCertificates;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.bootstrap.ProbingSettings.GrafanaProbing;
import io.atalaya.bootstrap.ProbingSettings.ModelProbing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is probed: {@code probes} for all, {@code models.<name>.probe}, {@code systems}. For
 * one configuration; {@link #shared} comes first.
 */
final class ProbeReader {

  private static final String INPUT =
      "{name: inputs, datatype: FP32, shape: [1, 7], data: [8, 1, 1, 1, 0.3, 0.6, 0.1]}";
  private static final String EXPECT = "{output: demand, shape: [1, 1], min: 0, max: 1500}";

  private final Map<String, ModelProbing> models = new HashMap<>();
  private Shared shared =
      new Shared(Duration.ofSeconds(15), Duration.ofSeconds(2), Optional.empty());

  /** What a model's server speaks. */
  private enum Kind {
    OPENVINO,
    KSERVE,
    VLLM
  }

  /**
   * What holds where a block does not say otherwise.
   *
   * @param caFile the certificates that servers are trusted by
   */
  private record Shared(Duration interval, Duration timeout, Optional<Path> caFile) {}

  /** Reads what all have in common. */
  void shared(Block block) {
    Duration interval = block.duration("interval", "15s");
    Duration timeout = block.duration("timeout", "2s");
    Optional<Path> caFile = caFile(block);
    block
        .end(
            () -> {
              var unused = new ProbeTimes(interval, timeout, timeout);
              return new Shared(interval, timeout, caFile);
            })
        .ifPresent(read -> shared = read);
  }

  /** Reads the probe of a model, if it has one. */
  void model(String name, Block model, Optional<FrontSettings> front) {
    if (!model.has("probe")) {
      return;
    }
    Block block = model.block("probe", "{kind: openvino, url: 'http://ovms:8000', input: …}");
    Optional<Kind> kind = block.value("kind", text -> Quantities.constant(Kind.class, text));
    if (block.text("kind").isEmpty()) {
      block.problem("kind", "is empty: give openvino, kserve or vllm");
    }
    URI upstream = front.map(FrontSettings::upstream).orElse(null);
    Optional<Endpoint> endpoint = endpoint(block, upstream);
    String served = block.text("model").orElse(name);
    Optional<ProbeTimes> times = times(block);
    Optional<ModelServer> server =
        kind.flatMap(
            known ->
                switch (known) {
                  case OPENVINO, KSERVE -> v2(block, endpoint, served);
                  case VLLM -> vllm(block, endpoint, served);
                });
    block
        .end(() -> new ModelProbing(server.orElseThrow(), times.orElseThrow()))
        .ifPresent(probing -> models.put(name, probing));
  }

  private static Optional<ModelServer> v2(Block block, Optional<Endpoint> endpoint, String model) {
    List<InputTensor> inputs = new ArrayList<>();
    List<ExpectedOutput> expected = new ArrayList<>();
    if (block.has("input")) {
      block.blocks("input", INPUT).forEach(input -> input(input).ifPresent(inputs::add));
    } else {
      block.problem(
          "input", "is empty: give the inputs of a test prediction, for example " + INPUT);
    }
    if (block.has("expect")) {
      block.blocks("expect", EXPECT).forEach(output -> output(output).ifPresent(expected::add));
    }
    return endpoint
        .filter(known -> !inputs.isEmpty())
        .map(known -> new ModelServer.V2(known, model, inputs, expected));
  }

  private static Optional<InputTensor> input(Block block) {
    String name = block.text("name").orElse("");
    Datatype datatype =
        block.value("datatype", Datatype.FP32, text -> Quantities.constant(Datatype.class, text));
    List<Integer> shape = block.list("shape", ProbeReader::dimension).orElse(List.of());
    List<String> data = block.list("data", text -> text).orElse(List.of());
    return block.end(() -> new InputTensor(name, datatype, shape, data));
  }

  private static Optional<ExpectedOutput> output(Block block) {
    String output = block.text("output").orElse("");
    List<Integer> shape = block.list("shape", ProbeReader::dimension).orElse(List.of());
    double min = block.value("min", Double.NEGATIVE_INFINITY, text -> Quantities.number(text, "0"));
    double max =
        block.value("max", Double.POSITIVE_INFINITY, text -> Quantities.number(text, "1500"));
    return block.end(() -> new ExpectedOutput(output, shape, min, max));
  }

  private static Optional<ModelServer> vllm(
      Block block, Optional<Endpoint> endpoint, String model) {
    String prompt = block.text("prompt").orElse("1 + 1 =");
    return endpoint.map(known -> new ModelServer.Vllm(known, model, prompt));
  }

  /** Reads the systems; empty when something is wrong, which is then reported. */
  Optional<ProbingSettings> systems(Block block) {
    Optional<ProbeTimes> redis = system(block, "redis");
    Optional<ProbeTimes> kafka = system(block, "kafka");
    Optional<ProbeTimes> postgres = system(block, "postgres");
    Optional<GrafanaProbing> grafana =
        block.has("grafana")
            ? grafana(block.block("grafana", "{url: 'http://grafana:3000'}"))
            : Optional.empty();
    return block.end(() -> new ProbingSettings(models, grafana, redis, kafka, postgres));
  }

  private Optional<GrafanaProbing> grafana(Block block) {
    Optional<Endpoint> endpoint = endpoint(block, null);
    Optional<ProbeTimes> times = times(block);
    return block.end(() -> new GrafanaProbing(endpoint.orElseThrow(), times.orElseThrow()));
  }

  private Optional<ProbeTimes> system(Block systems, String name) {
    Block block = systems.block(name, "{interval: 15s}");
    boolean probed = block.value("enabled", true, Quantities::truth);
    Optional<ProbeTimes> times = times(block);
    return block.end(() -> times.orElseThrow()).filter(ignored -> probed);
  }

  private Optional<ProbeTimes> times(Block block) {
    Duration interval =
        block.value("interval", shared.interval(), text -> Quantities.duration(text, "15s"));
    Duration timeout =
        block.value(
            "timeout",
            shorter(shared.timeout(), interval),
            text -> Quantities.duration(text, "2s"));
    Duration slow =
        block.value("slow", timeout.dividedBy(2), text -> Quantities.duration(text, "1s"));
    try {
      return Optional.of(new ProbeTimes(interval, timeout, slow));
    } catch (IllegalArgumentException e) {
      String[] keyAndProblem = String.valueOf(e.getMessage()).split(": ", 2);
      block.problem(keyAndProblem[0], keyAndProblem[1]);
      return Optional.empty();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Optional<Endpoint> endpoint(Block block, @Nullable URI otherwise) {
    Optional<URI> url =
        block.value("url", Endpoint::address).or(() -> Optional.ofNullable(otherwise));
    if (url.isEmpty() && block.text("url").isEmpty()) {
      block.problem("url", "is empty: give the server, for example http://ovms:8000");
    }
    Optional<Path> tokenFile =
        block.value(
            "token-file",
            text -> {
              var unused = SecretFile.read(text);
              return Path.of(text);
            });
    Optional<Path> own = caFile(block);
    return url.flatMap(
        address -> {
          Optional<Path> caFile =
              own.isPresent() || !"https".equals(address.getScheme()) ? own : shared.caFile();
          try {
            return Optional.of(new Endpoint(address, tokenFile, caFile));
          } catch (IllegalArgumentException e) {
            String[] keyAndProblem = String.valueOf(e.getMessage()).split(": ", 2);
            block.problem(keyAndProblem[0], keyAndProblem[1]);
            return Optional.empty();
          }
        });
  }

  private static Optional<Path> caFile(Block block) {
    return block.value(
        "ca-file",
        text -> {
          var unused = TrustedCertificates.read(Path.of(text));
          return Path.of(text);
        });
  }

  private static int dimension(String text) {
    return Math.toIntExact(
        Math.clamp(Quantities.whole(text, "1"), Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
