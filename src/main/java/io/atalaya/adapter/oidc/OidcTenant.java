package io.atalaya.adapter.oidc;

import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells Quarkus of the issuer. Without one its OIDC stays disabled, and nothing is connected to.
 */
@ApplicationScoped
class OidcTenant {

  /**
   * How often keys are fetched because a token names an unknown one: soon enough after a rotation,
   * and not for every forged token.
   */
  private static final Duration REFRESH = Duration.ofMinutes(1);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  /** The seconds by which clocks may differ. */
  private static final int CLOCK_SKEW_SECONDS = 5;

  private final Optional<Issuer> issuer;

  OidcTenant(Optional<Issuer> issuer) {
    this.issuer = issuer;
  }

  void create(@Observes Oidc oidc) {
    issuer.ifPresent(known -> oidc.create(tenant(known)));
  }

  /** Tokens are checked here, by signature and claims: the issuer is never asked about one. */
  private static OidcTenantConfig tenant(Issuer issuer) {
    OidcTenantConfigBuilder tenant =
        OidcTenantConfig.authServerUrl(issuer.address().toString()).enableTenant();
    issuer.tls().ifPresent(tenant::tlsConfigurationName);
    return tenant
        .connectionTimeout(CONNECTION_TIMEOUT)
        .roles(Source.accesstoken, issuer.rolesClaim())
        .token()
        .audience(issuer.audience())
        .subjectRequired()
        .principalClaim("sub")
        .lifespanGrace(CLOCK_SKEW_SECONDS)
        .forcedJwkRefreshInterval(REFRESH)
        .allowJwtIntrospection(false)
        .allowOpaqueTokenIntrospection(false)
        .end()
        .build();
  }
}
