package io.atalaya.adapter.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a client shows to change anything: {@code Authorization: Bearer <token>} (RFC
 * 6750). Its text is never printed.
 *
 * <p>Immutable.
 */
public final class BearerToken {

  private static final String SCHEME = "bearer ";

  private final byte @Nullable [] secret;

  private BearerToken(byte @Nullable [] secret) {
    this.secret = secret;
  }

  /** No token: nobody is let in. */
  public static BearerToken none() {
    return new BearerToken(null);
  }

  /** The token {@code secret}, which is not blank. */
  public static BearerToken of(String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("a token is not blank");
    }
    return new BearerToken(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether there is a token at all. */
  public boolean isConfigured() {
    return secret != null;
  }

  /** The answer to a request that may not change anything; null when it may. */
  @Nullable Response refusal(@Nullable String authorization) {
    if (secret == null) {
      return Problem.response(
          Response.Status.FORBIDDEN,
          "publishing is off: set atalaya.api.token-file to the path of a file with a token");
    }
    if (!admits(authorization)) {
      Response problem =
          Problem.response(
              Response.Status.UNAUTHORIZED,
              "give the header Authorization: Bearer and the token in atalaya.api.token-file");
      return Response.fromResponse(problem)
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"atalaya\"")
          .build();
    }
    return null;
  }

  /**
   * Whether an {@code Authorization} header shows the token; in a time that does not depend on how
   * much of it is right.
   */
  public boolean admits(@Nullable String authorization) {
    if (secret == null
        || authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] shown =
        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(secret, shown);
  }
}
