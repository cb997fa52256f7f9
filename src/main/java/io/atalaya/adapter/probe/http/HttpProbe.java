package io.atalaya.adapter.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.availability.Answer;
import io.atalaya.availability.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * One request to a server, and what its answer must be.
 *
 * <p>Status 200 with the right body is right. No connection, no answer in time, and the statuses
 * with which a server or a proxy says that it is not there (502, 503, 504) are no answer; all else
 * is a wrong one. Of a body {@value #MOST_BYTES} bytes are read at most.
 *
 * @param client sends; belongs to the caller
 * @param endpoint the server
 * @param path of the request, encoded
 * @param body of a POST; empty for a GET
 * @param judge says what is right of the body of an answer with status 200
 */
record HttpProbe(
    HttpClient client,
    Endpoint endpoint,
    String path,
    Optional<byte[]> body,
    Function<byte[], Answer> judge)
    implements Probe {

  static final int MOST_BYTES = 4 << 20;

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int EXCERPT = 120;

  @Override
  public Answer ask(Duration timeout) throws InterruptedException {
    URI address = endpoint.at(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(timeout);
    request.header("Accept", "application/json");
    body.ifPresent(
        bytes ->
            request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes)));
    if (endpoint.tokenFile().isPresent()) {
      try {
        String token = Files.readString(endpoint.tokenFile().get()).strip();
        request.header("Authorization", "Bearer " + token);
      } catch (IOException unreadable) {
        return new Answer.None(
            "not asked: token-file: %s cannot be read".formatted(endpoint.tokenFile().get()));
      }
    }
    try {
      return judged(client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException failure) {
      return new Answer.None("%s: %s".formatted(address, reason(failure, timeout)));
    }
  }

  private Answer judged(HttpResponse<InputStream> response) throws IOException {
    try (InputStream stream = response.body()) {
      byte[] read = stream.readNBytes(MOST_BYTES + 1);
      if (response.statusCode() != OK) {
        return refusal(response.statusCode(), read);
      }
      if (read.length > MOST_BYTES) {
        return new Answer.Wrong(
            "%s: the answer is above %d bytes".formatted(endpoint.at(path), MOST_BYTES));
      }
      return switch (judge.apply(read)) {
        case Answer.Wrong(String detail) ->
            new Answer.Wrong("%s: %s".formatted(endpoint.at(path), detail));
        case Answer.Right right -> right;
        case Answer.None none -> none;
      };
    }
  }

  private Answer refusal(int status, byte[] read) {
    String told = excerpt(read);
    String detail =
        "%s: HTTP %d%s%s"
            .formatted(
                endpoint.at(path),
                status,
                told.isEmpty() ? "" : ": " + told,
                status == UNAUTHORIZED || status == FORBIDDEN
                    ? ": set token-file to a file with a token that the server takes"
                    : "");
    return switch (status) {
      case 502, 503, 504 -> new Answer.None(detail);
      default -> new Answer.Wrong(detail);
    };
  }

  /** The beginning of a text on one line; what a server says is not trusted. */
  private static String excerpt(byte[] bytes) {
    String text = new String(bytes, 0, Math.min(bytes.length, EXCERPT), UTF_8);
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static String reason(IOException failure, Duration timeout) {
    return switch (failure) {
      case HttpConnectTimeoutException ignored ->
          "no connection within %d ms".formatted(timeout.toMillis());
      case HttpTimeoutException ignored -> "no answer within %d ms".formatted(timeout.toMillis());
      case ConnectException connect when isUnresolved(connect) -> "the host is unknown";
      case ConnectException ignored -> "no connection: see whether the server runs there";
      case SSLException tls ->
          "TLS: %s: set ca-file to the certificate of the authority that the server's is from"
              .formatted(tls.getMessage());
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static boolean isUnresolved(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof UnresolvedAddressException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }
}
