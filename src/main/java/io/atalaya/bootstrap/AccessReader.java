package io.atalaya.bootstrap;

import io.atalaya.access.RateLimit;
import io.atalaya.access.Role;
import io.atalaya.adapter.oidc.Issuer;
import io.atalaya.adapter.token.TokenFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads who may use the HTTP interface: the blocks {@code api} and {@code access}. */
final class AccessReader {

  private static final String ISSUER = "https://keycloak/realms/ml";

  private AccessReader() {}

  /** What {@code reading} may say. */
  private enum Reading {
    OPEN,
    RESTRICTED
  }

  /** The settings; empty when something is wrong, and reported. */
  static Optional<AccessSettings> read(Block api, Block access) {
    Optional<TokenFile> token =
        api.value("token-file", text -> new TokenFile(Path.of(text), System::nanoTime));
    Reading reading =
        access.value("reading", Reading.OPEN, text -> Quantities.constant(Reading.class, text));
    int perSecond = access.count("requests-per-second", 1_000);
    int burst = access.count("burst", 2_000);
    Optional<Issuer> issuer =
        access.has("oidc")
            ? issuer(access.block("oidc", "{issuer: " + ISSUER + ", audience: atalaya}"))
            : Optional.empty();
    return api.end(() -> token)
        .flatMap(
            file ->
                access.end(
                    () ->
                        new AccessSettings(
                            reading == Reading.OPEN,
                            new RateLimit(perSecond, burst),
                            file,
                            issuer)));
  }

  private static Optional<Issuer> issuer(Block block) {
    Optional<URI> address = block.value("issuer", AccessReader::address);
    if (block.text("issuer").isEmpty()) {
      block.problem("issuer", "is empty: give the issuer's address, for example " + ISSUER);
    }
    Optional<String> audience = block.text("audience");
    if (audience.isEmpty()) {
      block.problem(
          "audience",
          "is empty: give what the claim aud of tokens for this service names, for example atalaya;"
              + " without it tokens for other services would do");
    }
    String claim = block.value("roles-claim", "realm_access/roles", text -> text);
    Map<Role, String> names = roles(block.block("roles", "{operate: atalaya-operate}"));
    Optional<String> tls = block.text("tls-configuration");
    return block.end(
        () -> new Issuer(address.orElseThrow(), audience.orElseThrow(), claim, names, tls));
  }

  private static Map<Role, String> roles(Block block) {
    Map<Role, String> names = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String key = role.wireName();
      names.put(role, block.value(key, "atalaya-" + key, text -> text));
    }
    var unused = block.end(() -> names);
    return names;
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          text + " is no address: give the issuer's, for example " + ISSUER, e);
    }
  }
}
