package io.atalaya.adapter.oidc;

import io.atalaya.access.Authenticator;
import io.atalaya.access.Caller;
import io.atalaya.access.Role;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Checks access tokens, which are JWTs (RFC 9068), with the keys of an issuer.
 *
 * <p>An issuer that does not answer is asked again at the first request after a second. Safe for
 * use by several threads.
 */
final class OidcAuthenticator implements Authenticator {

  private static final Logger LOG = Logger.getLogger(OidcAuthenticator.class);

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Result UNAVAILABLE =
      new Result.Unavailable(
          "tokens cannot be checked now, since the issuer does not answer: try again");

  private final Issuer issuer;
  private final TenantIdentityProvider tokens;
  private final LongSupplier nanoTime;

  /** Until when the issuer is not asked. */
  private final AtomicLong pausedUntil;

  private volatile boolean reached = true;

  /**
   * @param tokens checks tokens of the issuer
   * @param nanoTime the time since anything, in nanoseconds
   */
  OidcAuthenticator(Issuer issuer, TenantIdentityProvider tokens, LongSupplier nanoTime) {
    this.issuer = issuer;
    this.tokens = tokens;
    this.nanoTime = nanoTime;
    pausedUntil = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public CompletionStage<Result> authenticate(String token) {
    long now = nanoTime.getAsLong();
    long until = pausedUntil.get();
    if (!reached && (now - until < 0 || !pausedUntil.compareAndSet(until, now + PAUSE_NANOS))) {
      return CompletableFuture.completedStage(UNAVAILABLE);
    }
    return tokens
        .authenticate(new AccessTokenCredential(token))
        .map(this::known)
        .onFailure()
        .recoverWithItem(this::failed)
        .subscribeAsCompletionStage();
  }

  @Override
  public String remedy() {
    return "give the header Authorization: Bearer and an access token of %s for the audience %s"
        .formatted(issuer.address(), issuer.audience());
  }

  private Result known(SecurityIdentity identity) {
    answered();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Map.Entry<Role, String> role : issuer.roles().entrySet()) {
      if (identity.hasRole(role.getValue())) {
        roles.add(role.getKey());
      }
    }
    return new Result.Known(new Caller(identity.getPrincipal().getName(), roles));
  }

  private Result failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof AuthenticationFailedException) {
      answered();
      LOG.debugf("A token is not good: %s", cause.getMessage());
      return new Result.Refused(
          "the token is not good: it has to be a valid, signed access token of %s for the audience %s"
              .formatted(issuer.address(), issuer.audience()));
    }
    if (reached) {
      LOG.warnf(
          "Whoever shows a token is refused: the issuer %s did not tell its keys: %s",
          issuer.address(), cause.getMessage());
    }
    pausedUntil.set(nanoTime.getAsLong() + PAUSE_NANOS);
    reached = false;
    return UNAVAILABLE;
  }

  private void answered() {
    if (!reached) {
      reached = true;
      LOG.infof("Tokens are checked: the issuer %s told its keys", issuer.address());
    }
  }
}
