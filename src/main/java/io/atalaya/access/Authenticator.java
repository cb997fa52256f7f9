package io.atalaya.access;

import java.util.concurrent.CompletionStage;

/** Port: tells who shows a bearer token (RFC 6750). Safe for use by several threads. */
public interface Authenticator {

  /** What a token says. */
  sealed interface Result {

    /** It is good. */
    record Known(Caller caller) implements Result {}

    /**
     * It is not good.
     *
     * @param detail why, and what would be right, without a part of the token
     */
    record Refused(String detail) implements Result {}

    /**
     * Whether it is good cannot be told now.
     *
     * @param detail why
     */
    record Unavailable(String detail) implements Result {}
  }

  /**
   * Checks a token.
   *
   * @param token not blank, from whoever sent the request
   */
  CompletionStage<Result> authenticate(String token);

  /** What a caller without a token is told to show. */
  String remedy();
}
