package io.atalaya.adapter.inference;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/**
 * One model's server, behind a bounded pool of connections and a bounded queue before it. Safe for
 * use by several threads.
 */
final class Upstream {

  /** Unused connections are closed before a server would, which might just be asked then. */
  private static final int KEEP_ALIVE_SECONDS = 15;

  /** A connection on which nothing moves for this much longer than the time-out is closed. */
  private static final long IDLE_MORE_MILLIS = 5_000;

  private final Vertx vertx;
  private final FrontSettings settings;
  private final HttpClient client;

  Upstream(Vertx vertx, FrontSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(settings.connections())
                .setMaxWaitQueueSize(settings.queue())
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(settings.timeout().toMillis() + IDLE_MORE_MILLIS))
                .setSsl(settings.isSecure()));
  }

  /**
   * Asks the server.
   *
   * @param path absolute, encoded
   */
  UpstreamCall call(HttpMethod method, String path, MultiMap headers, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(settings.upstream().getHost())
            .setPort(settings.port())
            .setSsl(settings.isSecure())
            .setURI(path)
            .setHeaders(headers);
    return new UpstreamCall(
        vertx, client.request(options), body, settings.timeout().toMillis(), settings.maxBody());
  }
}
