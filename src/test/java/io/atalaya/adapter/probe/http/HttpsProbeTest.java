package io.atalaya.adapter.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probes over HTTPS, with certificates that keytool has just made. */
@Timeout(120)
class HttpsProbeTest {

  private static final String PASSWORD = "of-the-test";
  private static final Duration PLENTY = Duration.ofSeconds(60);

  private final Path directory;

  HttpsProbeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aServerIsTrustedByItsAuthorityAlone() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(context("server", "localhost"))) {
      server.answer("GET /api/health", 200, "{\"database\":\"ok\"}");
      Path own = certificate("server");
      context("other", "localhost");

      assertEquals(new Answer.Right(), ask(server, Optional.of(own)));
      assertUntrusted(ask(server, Optional.of(certificate("other"))));
      assertUntrusted(ask(server, Optional.empty()));
    }
  }

  @Test
  void aCertificateForAnotherHostIsNotTrusted() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(context("server", "elsewhere"))) {
      server.answer("GET /api/health", 200, "{\"database\":\"ok\"}");

      assertUntrusted(ask(server, Optional.of(certificate("server"))));
      assertEquals(List.of(), server.asked());
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws Exception {
    assertRefused("cannot be read", directory.resolve("missing"));
    assertRefused("is empty", Files.createFile(directory.resolve("empty")));
    assertRefused("give a file in PEM", Files.writeString(directory.resolve("text"), "no PEM"));
  }

  private static void assertRefused(String problem, Path file) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> TrustedCertificates.read(file))
                .getMessage());
    assertTrue(message.contains(problem), message);
  }

  private static void assertUntrusted(Answer answer) {
    String detail = assertInstanceOf(Answer.None.class, answer).detail();
    assertTrue(detail.contains("TLS: ") && detail.contains("set ca-file"), detail);
  }

  private static Answer ask(ScriptedServer server, Optional<Path> caFile) throws Exception {
    try (HttpClients clients = new HttpClients()) {
      return new HttpProbes(clients)
          .grafana(new Endpoint(server.address(), Optional.empty(), caFile))
          .ask(PLENTY);
    }
  }

  private SSLContext context(String name, String host) throws Exception {
    Path store = directory.resolve(name + ".p12");
    keytool(
        name,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + host,
        "-ext",
        "san=dns:" + host,
        "-validity",
        "2");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private Path certificate(String name) throws Exception {
    Path file = directory.resolve(name + ".pem");
    keytool(name, "-exportcert", "-rfc", "-file", file.toString());
    return file;
  }

  private void keytool(String name, String... options) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.concat(
                    Stream.of(options),
                    Stream.of(
                        "-alias",
                        name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        directory.resolve(name + ".p12").toString())))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "keytool does not end");
    assertEquals(0, process.exitValue(), output);
  }
}
