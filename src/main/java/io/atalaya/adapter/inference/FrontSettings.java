package io.atalaya.adapter.inference;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the front asks one model's server, and what of its answers is published. An argument out of
 * its bounds is refused with a message that begins with its configuration key.
 *
 * @param upstream the model server: scheme, host and port
 * @param timeout how long the server has for an answer, the wait for a connection included
 * @param connectTimeout how long a connection may take to be made
 * @param maxBody the most bytes of a request, and of an answer that is cached
 * @param connections the most connections to the server
 * @param queue the most requests that wait for one
 * @param features names of the columns of the input tensor; none: tensors of one column by their
 *     own names
 * @param output the output that is published; null: the first output's only column
 * @param confidence the output that says how sure the model is; null when none does
 * @param classes names of the classes, by column or number; none when it is no classifier
 * @param tokenRequired whether a request must show the token of the HTTP interface
 */
public record FrontSettings(
    URI upstream,
    Duration timeout,
    Duration connectTimeout,
    int maxBody,
    int connections,
    int queue,
    List<String> features,
    @Nullable OutputColumn output,
    @Nullable OutputColumn confidence,
    List<String> classes,
    boolean tokenRequired) {

  private static final int MOST_BODY = 64 << 20;
  private static final int MOST_CONNECTIONS = 10_000;
  private static final int MOST_QUEUE = 100_000;
  private static final Duration LONGEST = Duration.ofHours(1);

  public FrontSettings {
    checkUpstream(upstream);
    checkTimeout("timeout", timeout, "2s");
    checkTimeout("connect-timeout", connectTimeout, "500ms");
    checkCount("max-body", maxBody, 1, MOST_BODY);
    checkCount("connections", connections, 1, MOST_CONNECTIONS);
    checkCount("queue", queue, 0, MOST_QUEUE);
    features = List.copyOf(features);
    classes = List.copyOf(classes);
    checkNames("features", features);
    checkNames("classes", classes);
    if (classes.size() == 1) {
      throw new IllegalArgumentException(
          "classes: one class is no choice: name two or more, or leave the key out");
    }
  }

  private static void checkUpstream(URI upstream) {
    boolean address =
        ("http".equals(upstream.getScheme()) || "https".equals(upstream.getScheme()))
            && upstream.getHost() != null
            && upstream.getRawUserInfo() == null
            && upstream.getRawQuery() == null
            && upstream.getRawFragment() == null
            && (upstream.getRawPath().isEmpty() || upstream.getRawPath().equals("/"));
    if (!address) {
      throw new IllegalArgumentException(
          "upstream: %s is no address of a model server: give scheme, host and port, for example http://ovms:8000"
              .formatted(upstream));
    }
  }

  private static void checkTimeout(String key, Duration timeout, String example) {
    if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is not above 0 and at most 1h: give for example %s"
              .formatted(key, timeout, example));
    }
  }

  private static void checkCount(String key, int count, int least, int most) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(
          "%s: %d is not from %d to %d".formatted(key, count, least, most));
    }
  }

  private static void checkNames(String key, List<String> names) {
    if (names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(key + ": a name is empty: name every column");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(key + ": a name stands twice: names differ");
    }
  }

  /** The port of the server; that of the scheme when none is given. */
  int port() {
    int port = upstream.getPort();
    return port >= 0 ? port : isSecure() ? 443 : 80;
  }

  /** Whether the server is asked over TLS. */
  boolean isSecure() {
    return "https".equals(upstream.getScheme());
  }
}
