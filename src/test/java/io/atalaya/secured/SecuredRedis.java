package io.atalaya.secured;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.atalaya.embedded.EmbeddedRedis;
import io.atalaya.embedded.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A Redis that speaks TLS alone, and knows users with passwords and rights alone. */
public final class SecuredRedis implements AutoCloseable {

  private static final String ADMIN_PASSWORD = "of-the-test";

  private final EmbeddedRedis redis;
  private final SSLContext trusting;

  private SecuredRedis(EmbeddedRedis redis, SSLContext trusting) {
    this.redis = redis;
    this.trusting = trusting;
  }

  /** Starts one that shows {@code identity}; nobody has a user yet. */
  public static SecuredRedis start(Path directory, Authority authority, Authority.Identity identity)
      throws Exception {
    int port = FreePort.find();
    Path users =
        Files.writeString(
            Files.createDirectories(directory).resolve("users.acl"),
            "user default off\nuser admin on >" + ADMIN_PASSWORD + " ~* +@all\n");
    return new SecuredRedis(
        EmbeddedRedis.start(
            directory,
            port,
            List.of(
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                identity.certificate().toString(),
                "--tls-key-file",
                identity.key().toString(),
                "--tls-ca-cert-file",
                authority.certificate().toString(),
                "--tls-auth-clients",
                "no",
                "--aclfile",
                users.toString())),
        authority.trusting());
  }

  /** Makes a user: {@code rules} in the form of {@code ACL SETUSER}. */
  public void user(String name, String password, String rules) throws IOException {
    String answer = ask("ACL SETUSER " + name + " on >" + password + " " + rules);
    if (!answer.equals("+OK")) {
      throw new IllegalStateException("ACL SETUSER " + name + ": " + answer);
    }
  }

  /** The first line of the answer to a command in Redis' own inline form, from the test's user. */
  public String ask(String command) throws IOException {
    try (Socket socket = trusting.getSocketFactory().createSocket("localhost", redis.port());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      socket
          .getOutputStream()
          .write(("AUTH admin " + ADMIN_PASSWORD + "\r\n" + command + "\r\n").getBytes(US_ASCII));
      String authenticated = in.readLine();
      if (!"+OK".equals(authenticated)) {
        throw new IllegalStateException("AUTH: " + authenticated);
      }
      String answer = String.valueOf(in.readLine());
      return answer.startsWith("$") && !answer.equals("$-1")
          ? String.valueOf(in.readLine())
          : answer;
    }
  }

  /** Where it is, and who comes. */
  public String uri(String scheme, String user, String password) {
    return "%s://%s:%s@localhost:%d".formatted(scheme, user, password, redis.port());
  }

  @Override
  public void close() {
    redis.close();
  }
}
