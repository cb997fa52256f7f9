package io.atalaya.adapter.probe.http;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The clients of all probes, one for each set of trusted certificates. HTTP/1.1, which every model
 * server speaks; redirects are not followed. For one thread; the clients themselves are for many.
 */
public final class HttpClients implements AutoCloseable {

  /** Longer than the longest time-out is no use, shorter ones are the request's. */
  private static final Duration CONNECT = Duration.ofMinutes(1);

  private final Map<Optional<Path>, HttpClient> clients = new HashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("probe-http-", 0).factory());

  /** The client for an endpoint. */
  HttpClient of(Endpoint endpoint) {
    return clients.computeIfAbsent(endpoint.caFile(), this::open);
  }

  private HttpClient open(Optional<Path> caFile) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(threads);
    caFile.ifPresent(file -> builder.sslContext(TrustedCertificates.read(file).context()));
    return builder.build();
  }

  /** Ends all requests under way. */
  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    threads.shutdownNow();
  }
}
