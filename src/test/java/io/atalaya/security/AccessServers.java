package io.atalaya.security;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker, and the block {@code atalaya} of the settings that the subclass gives. */
abstract class AccessServers implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedKafka kafka;

  /** The settings, and what else the service is told. */
  record Settings(String yaml, Map<String, String> properties) {}

  abstract Settings settings(Path directory) throws IOException;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "access")
              .toAbsolutePath();
      kafka = EmbeddedKafka.start(directory.resolve("kafka"));
      Settings settings = settings(directory);
      Map<String, String> properties = new HashMap<>(settings.properties());
      properties.put("kafka.bootstrap.servers", kafka.bootstrapServers());
      properties.put(
          "smallrye.config.locations",
          Files.writeString(directory.resolve("model-monitoring.yaml"), settings.yaml())
              .toString());
      properties.put("quarkus.http.test-port", "0");
      properties.put("quarkus.management.test-port", "0");
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("no settings for the service", e);
    }
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }

  /** An issuer whose address is known before it is there; reading is for those it knows. */
  public static final class WithIssuer extends AccessServers {

    @Override
    Settings settings(Path directory) {
      return new Settings(
          """
          atalaya:
            access:
              reading: restricted
              oidc: {issuer: 'http://localhost:%d/realms/ml', audience: atalaya}
            models:
              shop:
                cache: {}
                front: {upstream: 'http://localhost:%d', token: required}
                drift: {reference: {auto: 1000, over: 1h}}
          """
              .formatted(FreePort.find(), FreePort.find()),
          Map.of());
    }
  }

  /** A token in a file; one request a second of each caller, three hundred at once. */
  public static final class WithToken extends AccessServers {

    static final String TOKEN = "a-token-of-the-test";

    @Override
    Settings settings(Path directory) throws IOException {
      Path token = Files.writeString(directory.resolve("token"), TOKEN);
      return new Settings(
          """
          atalaya:
            api: {token-file: '%s'}
            access: {requests-per-second: 1, burst: 300}
            models:
              shop:
                cache: {}
                drift: {reference: {auto: 1000, over: 1h}}
          """
              .formatted(token),
          Map.of());
    }
  }
}
