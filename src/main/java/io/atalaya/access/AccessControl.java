package io.atalaya.access;

import io.atalaya.access.Authenticator.Result;
import io.atalaya.access.Decision.Denied;
import io.atalaya.access.Decision.Granted;
import io.atalaya.access.Decision.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests: who sends them, what that caller may do, and how often.
 *
 * <p>A token that is shown has to be good, wherever it is shown; another scheme than {@code Bearer}
 * is like nothing shown. What is open to all stays so while tokens cannot be checked. Safe for use
 * by several threads.
 */
public final class AccessControl {

  private static final String SCHEME = "bearer ";

  private final @Nullable Authenticator authenticator;
  private final boolean readingOpen;
  private final RateLimiter limiter;
  private final AccessMetrics metrics;

  /**
   * @param authenticator who knows tokens; null when nobody may change anything
   * @param readingOpen whether all may read
   * @param limiter how often each caller may come
   */
  public AccessControl(
      @Nullable Authenticator authenticator,
      boolean readingOpen,
      RateLimiter limiter,
      AccessMetrics metrics) {
    if (authenticator == null && !readingOpen) {
      throw new IllegalArgumentException("nobody could read: give an authenticator, or open it");
    }
    this.authenticator = authenticator;
    this.readingOpen = readingOpen;
    this.limiter = limiter;
    this.metrics = metrics;
  }

  /**
   * Decides on a request that needs {@code role}, and counts it to its caller's rate.
   *
   * @param authorization the header of that name
   * @param address where it comes from; the caller, as long as no other is known
   */
  public CompletionStage<Decision> decide(
      Role role, @Nullable String authorization, String address) {
    return check(role, authorization)
        .thenApply(decision -> limited(decision, address))
        .thenApply(this::counted);
  }

  /** Decides on a request whose rate is limited elsewhere. */
  public CompletionStage<Decision> decide(Role role, @Nullable String authorization) {
    return check(role, authorization).thenApply(this::counted);
  }

  private CompletionStage<Decision> check(Role role, @Nullable String authorization) {
    boolean open = role == Role.READ && readingOpen;
    if (authenticator == null) {
      return CompletableFuture.completedStage(
          open
              ? new Granted(Caller.ANONYMOUS)
              : denied(
                  Caller.ANONYMOUS,
                  Reason.OFF,
                  "publishing is off: set atalaya.api.token-file to the path of a file with a token,"
                      + " or atalaya.access.oidc"));
    }
    String token = token(authorization);
    if (token == null) {
      return CompletableFuture.completedStage(
          open
              ? new Granted(Caller.ANONYMOUS)
              : denied(Caller.ANONYMOUS, Reason.NO_TOKEN, authenticator.remedy()));
    }
    return authenticator
        .authenticate(token)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Known(Caller caller) ->
                      open || caller.may(role) ? new Granted(caller) : lacking(caller, role);
                  case Result.Refused(String detail) ->
                      denied(Caller.ANONYMOUS, Reason.INVALID_TOKEN, detail);
                  case Result.Unavailable ignored when open -> new Granted(Caller.ANONYMOUS);
                  case Result.Unavailable(String detail) ->
                      new Denied(
                          Caller.ANONYMOUS, Reason.UNAVAILABLE, detail, Duration.ofSeconds(5));
                });
  }

  private Decision limited(Decision decision, String address) {
    Caller caller = decision.caller();
    // An address has no blank: no subject of a token passes for one.
    String key =
        caller.equals(Caller.ANONYMOUS)
            ? CallerAddress.network(address)
            : "subject " + caller.subject();
    Duration wait = limiter.admit(key);
    return wait.isZero()
        ? decision
        : new Denied(
            caller,
            Reason.RATE_LIMITED,
            "more requests than atalaya.access.requests-per-second: send fewer, or later",
            wait);
  }

  private Decision counted(Decision decision) {
    if (decision instanceof Denied denied) {
      metrics.denied(denied.reason());
    }
    return decision;
  }

  private static Decision lacking(Caller caller, Role role) {
    return denied(
        caller,
        Reason.FORBIDDEN,
        "this needs the role %s, which the token does not give".formatted(role.wireName()));
  }

  private static Denied denied(Caller caller, Reason reason, String detail) {
    return new Denied(caller, reason, detail, Duration.ZERO);
  }

  private static @Nullable String token(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token = authorization.substring(SCHEME.length()).strip();
    return token.isEmpty() ? null : token;
  }
}
