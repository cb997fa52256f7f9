package io.atalaya.adapter.inference;

import io.vertx.core.http.HttpServerResponse;

/** Writes the answers that are not the model's. Stateless. */
final class Responses {

  private static final String RETRY_SECONDS = "1";

  private Responses() {}

  /** A problem of the front itself. */
  static void problem(HttpServerResponse response, Problem problem) {
    if (isOver(response)) {
      return;
    }
    response.setStatusCode(problem.status()).putHeader(Headers.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"atalaya\"");
    }
    if (problem.status() > 500) {
      response.putHeader("Retry-After", RETRY_SECONDS);
    }
    response.end(problem.body());
  }

  /** The model server gave no answer. */
  static void failure(HttpServerResponse response, UpstreamFailure.Kind kind) {
    problem(response, new Problem(kind.status(), kind.detail()));
  }

  /** What the model server answered, as it did. */
  static void whole(HttpServerResponse response, UpstreamAnswer.Whole answer) {
    if (isOver(response)) {
      return;
    }
    response.setStatusCode(answer.status());
    response.headers().addAll(Headers.toCaller(answer.headers()));
    response.end(answer.body());
  }

  /** What the model server answers, while it does so, at the caller's pace. */
  static void large(HttpServerResponse response, UpstreamAnswer.Large answer) {
    if (isOver(response)) {
      answer.drop();
      return;
    }
    response.setStatusCode(answer.status());
    response.headers().addAll(Headers.toCaller(answer.headers()));
    String length = answer.headers().get("Content-Length");
    if (length == null) {
      response.setChunked(true);
    } else {
      response.putHeader("Content-Length", length);
    }
    response.write(answer.begun());
    answer
        .rest()
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onFailure(
            broken -> {
              answer.drop();
              // An answer that ends too early must not look like a whole one.
              response.reset();
            });
  }

  static boolean isOver(HttpServerResponse response) {
    return response.ended() || response.closed();
  }
}
