package io.atalaya.adapter.oidc;

import io.atalaya.access.Role;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OpenID Connect issuer and what its access tokens have to say.
 *
 * @param address where its description is found: that below {@code /.well-known}
 * @param audience what {@code aud} has to name: this service, so that no token for another will do
 * @param rolesClaim the path of the claim with a caller's roles, for example {@code
 *     realm_access/roles}
 * @param roles what the roles of this service are called there
 * @param tls the name of Quarkus' TLS configuration with the authorities that the issuer's
 *     certificate is checked by; empty for those of the JDK
 */
public record Issuer(
    URI address,
    String audience,
    String rolesClaim,
    Map<Role, String> roles,
    Optional<String> tls) {

  private static final String EXAMPLE = "https://keycloak/realms/ml";

  /**
   * @throws IllegalArgumentException if anything is missing or cannot be, beginning with its key
   */
  public Issuer {
    roles = Map.copyOf(roles);
    String scheme = address.getScheme();
    if (address.getHost() == null || !List.of("http", "https").contains(String.valueOf(scheme))) {
      throw new IllegalArgumentException(
          "issuer: %s is no address: give the issuer's, for example %s"
              .formatted(address, EXAMPLE));
    }
    if (address.getRawQuery() != null
        || address.getRawFragment() != null
        || address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "issuer: %s://%s has a user, query or fragment: give scheme, host and path alone"
              .formatted(scheme, address.getHost()));
    }
    requireText("audience", audience);
    requireText("roles-claim", rolesClaim);
    roles.forEach((role, name) -> requireText("roles." + role.wireName(), name));
    if (roles.size() < Role.values().length
        || new HashSet<>(roles.values()).size() < roles.size()) {
      throw new IllegalArgumentException(
          "roles: %s: give every role a name of its own".formatted(roles));
    }
  }

  private static void requireText(String key, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(key + ": is empty: give a name");
    }
  }

  /** Whether keys are fetched over TLS; else whoever is between can put others in their place. */
  public boolean isSecure() {
    return "https".equals(address.getScheme());
  }
}
