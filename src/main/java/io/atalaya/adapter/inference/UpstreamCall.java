package io.atalaya.adapter.inference;

import io.atalaya.adapter.inference.UpstreamFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model server on its way, the wait for a connection included. Safe for use by
 * several threads.
 */
final class UpstreamCall {

  private final CompletableFuture<UpstreamAnswer> answer = new CompletableFuture<>();
  private final AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
  private final int maxBody;

  /**
   * @param connected brings the request that can be sent
   * @param timeoutMillis how long all may take
   * @param maxBody the most bytes of a body that are gathered
   */
  UpstreamCall(
      Vertx vertx,
      Future<HttpClientRequest> connected,
      Buffer body,
      long timeoutMillis,
      int maxBody) {
    this.maxBody = maxBody;
    long timer = vertx.setTimer(timeoutMillis, ignored -> end(Kind.TIMEOUT));
    var unused = answer.whenComplete((brought, failure) -> vertx.cancelTimer(timer));
    connected.onComplete(request -> send(request, body), failure -> end(kind(failure)));
  }

  /** The answer; fails with an {@link UpstreamFailure}. */
  CompletionStage<UpstreamAnswer> answer() {
    return answer;
  }

  /** Nobody waits any more: unless there is an answer, the server is told to stop. */
  void abandon() {
    end(Kind.ABANDONED);
  }

  private void send(HttpClientRequest request, Buffer body) {
    sent.set(request);
    if (answer.isDone()) {
      request.reset();
      return;
    }
    request.send(body).onComplete(this::gather, failure -> end(kind(failure)));
  }

  private void gather(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response.exceptionHandler(failure -> end(kind(failure)));
    response.endHandler(
        ended ->
            answer.complete(
                new UpstreamAnswer.Whole(response.statusCode(), response.headers(), body)));
    response.handler(
        bytes -> {
          body.appendBuffer(bytes);
          if (body.length() > maxBody) {
            response.pause();
            response.handler(null);
            UpstreamAnswer.Large large =
                new UpstreamAnswer.Large(response.statusCode(), response.headers(), body, response);
            if (!answer.complete(large)) {
              large.drop();
            }
          }
        });
  }

  private void end(Kind kind) {
    if (answer.completeExceptionally(new UpstreamFailure(kind))) {
      HttpClientRequest request = sent.get();
      if (request != null) {
        request.reset();
      }
    }
  }

  private static Kind kind(Throwable failure) {
    return failure instanceof ConnectionPoolTooBusyException ? Kind.BUSY : Kind.CONNECTION;
  }
}
