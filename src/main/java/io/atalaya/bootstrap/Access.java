package io.atalaya.bootstrap;

import io.atalaya.access.AccessControl;
import io.atalaya.access.AccessMetrics;
import io.atalaya.access.Authenticator;
import io.atalaya.access.RateLimiter;
import io.atalaya.adapter.inference.Fronts;
import io.atalaya.adapter.oidc.Issuer;
import io.atalaya.adapter.oidc.OidcAuthenticators;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Who may use the HTTP interface, from the settings. */
@ApplicationScoped
class Access {

  private static final Logger LOG = Logger.getLogger(Access.class);

  /** Some megabytes. */
  private static final int MOST_CALLERS = 10_000;

  void tell(@Observes StartupEvent start, Configuration configuration) {
    configuration
        .access()
        .issuer()
        .filter(issuer -> !issuer.isSecure())
        .ifPresent(
            issuer ->
                LOG.warnf(
                    "atalaya.access.oidc.issuer: %s is not reached over TLS: whoever is between can issue tokens",
                    issuer.address()));
  }

  @Produces
  @Singleton
  Optional<Issuer> issuer(Configuration configuration) {
    return configuration.access().issuer();
  }

  @Produces
  @Singleton
  AccessControl control(
      Configuration configuration, OidcAuthenticators issuers, AccessMetrics metrics) {
    AccessSettings access = configuration.access();
    Authenticator authenticator =
        access.issuer().map(issuers::of).or(access::tokenAuthenticator).orElse(null);
    return new AccessControl(
        authenticator,
        access.readingOpen(),
        new RateLimiter(access.limit(), MOST_CALLERS, System::nanoTime),
        metrics);
  }

  @Produces
  @Singleton
  Fronts fronts(Configuration configuration, AccessControl control) {
    return new Fronts(configuration.fronts(), control);
  }
}
