package io.atalaya.adapter.rest;

import io.atalaya.access.Decision.Denied;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answer to a request that is not let in. */
final class Refusal {

  private static final String CHALLENGE = "Bearer realm=\"atalaya\"";

  private Refusal() {}

  /** The problem, with the challenge (RFC 6750, section 3) and the time to come again. */
  static Response of(Denied denied) {
    Response.Status status =
        switch (denied.reason()) {
          case OFF, FORBIDDEN -> Response.Status.FORBIDDEN;
          case NO_TOKEN, INVALID_TOKEN -> Response.Status.UNAUTHORIZED;
          case RATE_LIMITED -> Response.Status.TOO_MANY_REQUESTS;
          case UNAVAILABLE -> Response.Status.SERVICE_UNAVAILABLE;
        };
    @Nullable String challenge =
        switch (denied.reason()) {
          case NO_TOKEN -> CHALLENGE;
          case INVALID_TOKEN -> CHALLENGE + ", error=\"invalid_token\"";
          case FORBIDDEN -> CHALLENGE + ", error=\"insufficient_scope\"";
          case OFF, RATE_LIMITED, UNAVAILABLE -> null;
        };
    Response.ResponseBuilder answer =
        Response.fromResponse(Problem.response(status, denied.detail()));
    if (challenge != null) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
    if (!denied.retryAfter().isZero()) {
      answer.header(HttpHeaders.RETRY_AFTER, seconds(denied.retryAfter()));
    }
    return answer.build();
  }

  /** Whole seconds, at least one. */
  private static long seconds(Duration wait) {
    return Math.ceilDiv(wait.toNanos(), Duration.ofSeconds(1).toNanos());
  }
}
