package io.atalaya.adapter.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says what went wrong (RFC 9457).
 *
 * @param title the kind of problem, the same for all of its kind
 * @param status the HTTP status
 * @param detail what happened here and what to do about it
 * @param reason the reason word of a rejected event, an extension member
 */
public record Problem(String title, int status, @Nullable String detail, @Nullable String reason) {

  /** The media type of these answers. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** An answer without a reason word. */
  public static Response response(Response.Status status, String detail) {
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, null).response();
  }

  /** The answer to a body that is not read to its end. */
  static Response of(Body.Refused refused) {
    return response(
        switch (refused) {
          case Body.TooLarge ignored -> Response.Status.REQUEST_ENTITY_TOO_LARGE;
          case Body.TooSlow ignored -> Response.Status.REQUEST_TIMEOUT;
        },
        String.valueOf(refused.getMessage()));
  }

  /** This as an answer. */
  public Response response() {
    return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this).build();
  }
}
