package io.atalaya.bootstrap;

import io.atalaya.access.AccessControl;
import io.atalaya.access.AccessMetrics;
import io.atalaya.access.Authenticator;
import io.atalaya.access.RateLimiter;
import io.atalaya.adapter.inference.Fronts;
import io.atalaya.adapter.oidc.Issuer;
import io.atalaya.adapter.oidc.OidcAuthenticators;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
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
  Optional<Issuer> issuer(Configuration configuration, TlsConfigurationRegistry registry) {
    Optional<Issuer> issuer = configuration.access().issuer();
    issuer.flatMap(Issuer::tls).ifPresent(name -> requireTls(name, registry));
    return issuer;
  }

  /** Quarkus would not say which key named it. */
  private static void requireTls(String name, TlsConfigurationRegistry registry) {
    if (registry.get(name).isEmpty()) {
      throw new StartupFailure(
          "atalaya.access.oidc.tls-configuration: there is no TLS configuration %s: set QUARKUS_TLS__%s__TRUST_STORE_PEM_CERTS to the certificate of the issuer's authority"
              .formatted(name, name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")));
    }
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
