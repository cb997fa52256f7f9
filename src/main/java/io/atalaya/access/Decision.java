package io.atalaya.access;

import java.time.Duration;
import java.util.Locale;

/** Whether a request is let in. */
public sealed interface Decision {

  /** Who sent the request, as far as is known. */
  Caller caller();

  /** The request is let in. */
  record Granted(Caller caller) implements Decision {}

  /**
   * The request is refused.
   *
   * @param detail why, and what would be right, for the caller
   * @param retryAfter when it may be let in; zero when waiting does not help
   */
  record Denied(Caller caller, Reason reason, String detail, Duration retryAfter)
      implements Decision {}

  /** Why a request is refused; the wire names are the constants' names in lower case. */
  enum Reason {
    /** Nobody may: there is no way to authenticate. */
    OFF,
    /** No token was shown. */
    NO_TOKEN,
    /** A token was shown that is not good. */
    INVALID_TOKEN,
    /** The caller is known and lacks the role. */
    FORBIDDEN,
    /** Too many requests. */
    RATE_LIMITED,
    /** Who it is cannot be told now. */
    UNAVAILABLE;

    /** The name in metrics and audit lines. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
