package io.atalaya.adapter.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import io.atalaya.secured.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probes over HTTPS. */
@Timeout(120)
class HttpsProbeTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);

  private final Path directory;

  HttpsProbeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aServerIsTrustedByItsAuthorityAlone() throws Exception {
    Authority own = Authority.create(directory.resolve("own"));
    Authority other = Authority.create(directory.resolve("other"));
    try (ScriptedServer server = ScriptedServer.start(own.identity("server").context())) {
      server.answer("GET /api/health", 200, "{\"database\":\"ok\"}");

      assertEquals(new Answer.Right(), ask(server, Optional.of(own.certificate())));
      assertUntrusted(ask(server, Optional.of(other.certificate())));
      assertUntrusted(ask(server, Optional.empty()));
    }
  }

  @Test
  void aCertificateForAnotherHostIsNotTrusted() throws Exception {
    Authority own = Authority.create(directory.resolve("own"));
    try (ScriptedServer server =
        ScriptedServer.start(own.identity("server", "dns:elsewhere").context())) {
      server.answer("GET /api/health", 200, "{\"database\":\"ok\"}");

      assertUntrusted(ask(server, Optional.of(own.certificate())));
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
}
