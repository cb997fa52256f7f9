package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.inference.FrontSettings;
import io.atalaya.adapter.inference.OutputColumn;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontConfigurationTest {

  private static String model(String front) {
    return "atalaya: {models: {bike-demand: {front: {%s}}}}".formatted(front);
  }

  @Test
  void missingKeysHaveTheirDocumentedDefaults() {
    assertEquals(
        Map.of(
            "bike-demand",
            new FrontSettings(
                URI.create("http://ovms:8000"),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                16 << 20,
                64,
                256,
                List.of(),
                null,
                null,
                List.of(),
                false)),
        ConfigurationText.of(model("upstream: 'http://ovms:8000'")).read().fronts());
    assertEquals(
        Map.of(), ConfigurationText.of("atalaya: {models: {bike-demand: {}}}").read().fronts());
  }

  @Test
  void everyKeyIsRead(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "s3cret");
    String front =
        "upstream: 'https://ovms', timeout: 3s, connect-timeout: 1s, max-body: 1MB, connections: 2, queue: 0, features: [a, b], output: 'y[1]', confidence: c, classes: ['no', 'yes'], token: required";

    Configuration read =
        ConfigurationText.of(
                model(front).replace("atalaya: {", "atalaya: {api: {token-file: " + token + "}, "))
            .read();
    assertEquals(
        new FrontSettings(
            URI.create("https://ovms"),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            1 << 20,
            2,
            0,
            List.of("a", "b"),
            new OutputColumn("y", 1),
            new OutputColumn("c", 0),
            List.of("no", "yes"),
            true),
        read.fronts().get("bike-demand"));
    assertTrue(read.access().isAuthenticating());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          queue: 1                   | upstream: is empty: give the model server, for example http://ovms:8000
          upstream: 'ovms:8000'      | upstream: ovms:8000 is no address of a model server: give scheme, host and port, for example http://ovms:8000
          upstream: 'http://a/v2'    | upstream: http://a/v2 is no address of a model server: give scheme, host and port, for example http://ovms:8000
          upstream: 'http://u:p@a'   | upstream: http://u:p@a is no address of a model server: give scheme, host and port, for example http://ovms:8000
          upstream: 'a b'            | upstream: a b is no address: give scheme, host and port, for example http://ovms:8000
          upstream: 'http://a', timeout: 0    | timeout: PT0S is not above 0 and at most 1h: give for example 2s
          upstream: 'http://a', timeout: 2h   | timeout: PT2H is not above 0 and at most 1h: give for example 2s
          upstream: 'http://a', max-body: 65MB | max-body: 68157440 is not from 1 to 67108864
          upstream: 'http://a', max-body: 16  | max-body: 16 is no size: give a whole number and a unit (B, KB, MB, GB), for example 16MB
          upstream: 'http://a', connections: 0 | connections: 0 is not from 1 to 10000
          upstream: 'http://a', queue: -1     | queue: -1 is not from 0 to 100000
          upstream: 'http://a', features: [a, a] | features: a name stands twice: names differ
          upstream: 'http://a', classes: [a]  | classes: one class is no choice: name two or more, or leave the key out
          upstream: 'http://a', output: 'y['  | output: y[ is no column of an output: give for example demand, or scores[2]
          upstream: 'http://a', token: maybe  | token: maybe is unknown: give one of required, none
          upstream: 'http://a', queu: 1       | queu: unknown key: did you mean queue?
          upstream: 'http://a', token: required | token: required, and there is none: set atalaya.api.token-file, or atalaya.access.oidc
          """)
  void problemsNameKeyValueAndRemedy(String front, String problem) {
    assertEquals(
        List.of("atalaya.models.bike-demand.front." + problem),
        ConfigurationText.of(model(front)).problems());
  }
}
