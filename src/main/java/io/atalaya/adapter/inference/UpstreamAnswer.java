package io.atalaya.adapter.inference;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** What a model server answered, whatever its status. */
sealed interface UpstreamAnswer {

  /** The HTTP status. */
  int status();

  /** All headers. */
  MultiMap headers();

  /** An answer with all of its body. */
  record Whole(int status, MultiMap headers, Buffer body) implements UpstreamAnswer {}

  /**
   * An answer with a body that is too large to be kept.
   *
   * @param begun the bytes that were read
   * @param rest brings the others; paused
   */
  record Large(int status, MultiMap headers, Buffer begun, HttpClientResponse rest)
      implements UpstreamAnswer {

    /** Has the server stop: nobody wants the rest. */
    void drop() {
      rest.request().reset();
    }
  }
}
