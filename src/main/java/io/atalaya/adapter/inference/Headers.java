package io.atalaya.adapter.inference;

import io.vertx.core.MultiMap;
import java.util.List;

/** The headers of the protocol, and those that are passed on; all others stay behind. */
final class Headers {

  static final String CONTENT_TYPE = "Content-Type";
  static final String AUTHORIZATION = "Authorization";

  /** How many bytes of a body with tensors as bytes are JSON. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  /** Where an answer comes from. */
  static final String CACHE = "Atalaya-Cache";

  /** The part of the traffic that a request belongs to. */
  static final String SEGMENT = "Atalaya-Segment";

  private static final List<String> TO_SERVER =
      List.of(CONTENT_TYPE, JSON_LENGTH, "X-Request-Id", "traceparent", "tracestate");

  private static final List<String> TO_CALLER =
      List.of(
          CONTENT_TYPE, JSON_LENGTH, "Retry-After", "Allow", "WWW-Authenticate", "X-Request-Id");

  private Headers() {}

  /**
   * What the model server is told of a request.
   *
   * @param authorized whether its {@code Authorization} is for the server
   */
  static MultiMap toServer(MultiMap request, boolean authorized) {
    MultiMap headers = some(request, TO_SERVER);
    String authorization = request.get(AUTHORIZATION);
    if (authorized && authorization != null) {
      headers.set(AUTHORIZATION, authorization);
    }
    return headers;
  }

  /** What a caller is told of the server's answer. */
  static MultiMap toCaller(MultiMap answer) {
    return some(answer, TO_CALLER);
  }

  private static MultiMap some(MultiMap all, List<String> names) {
    MultiMap some = MultiMap.caseInsensitiveMultiMap();
    for (String name : names) {
      String value = all.get(name);
      if (value != null) {
        some.set(name, value);
      }
    }
    return some;
  }
}
