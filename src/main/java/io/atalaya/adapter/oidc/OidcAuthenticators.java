package io.atalaya.adapter.oidc;

import io.atalaya.access.Authenticator;
import io.quarkus.oidc.TenantIdentityProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Has tokens checked by Quarkus. */
@ApplicationScoped
public class OidcAuthenticators {

  private final Instance<TenantIdentityProvider> tokens;

  OidcAuthenticators(Instance<TenantIdentityProvider> tokens) {
    this.tokens = tokens;
  }

  /** Who knows the tokens of an issuer, the one that {@link OidcTenant} told Quarkus of. */
  public Authenticator of(Issuer issuer) {
    return new OidcAuthenticator(issuer, tokens.get(), System::nanoTime);
  }
}
