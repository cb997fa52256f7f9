package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.access.RateLimit;
import io.atalaya.access.Role;
import io.atalaya.adapter.oidc.Issuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessConfigurationTest {

  @Test
  void withoutSettingsReadingIsOpenAndNobodyIsKnown() {
    AccessSettings access = ConfigurationText.of("a: b").read().access();

    assertEquals(
        new AccessSettings(true, new RateLimit(1_000, 2_000), Optional.empty(), Optional.empty()),
        access);
    assertFalse(access.isAuthenticating());
  }

  @Test
  void anIssuerHasItsAddressAndItsAudience() {
    AccessSettings access =
        ConfigurationText.of(
                """
                atalaya:
                  access:
                    reading: restricted
                    requests-per-second: 5
                    burst: 6
                    oidc: {issuer: 'https://id/realms/ml', audience: atalaya}
                """)
            .read()
            .access();

    assertEquals(
        new AccessSettings(
            false,
            new RateLimit(5, 6),
            Optional.empty(),
            Optional.of(
                new Issuer(
                    URI.create("https://id/realms/ml"),
                    "atalaya",
                    "realm_access/roles",
                    Map.of(
                        Role.READ, "atalaya-read",
                        Role.WRITE, "atalaya-write",
                        Role.OPERATE, "atalaya-operate"),
                    Optional.empty()))),
        access);
    assertTrue(access.isAuthenticating());
  }

  @Test
  void whereRolesAreAndWhatTheyAreCalledCanBeSet() {
    Issuer issuer =
        ConfigurationText.of(
                """
                atalaya:
                  access:
                    oidc:
                      issuer: 'http://id'
                      audience: atalaya
                      roles-claim: resource_access/atalaya/roles
                      tls-configuration: issuer
                      roles: {operate: admin}
                """)
            .read()
            .access()
            .issuer()
            .orElseThrow();

    assertEquals("resource_access/atalaya/roles", issuer.rolesClaim());
    assertEquals(Optional.of("issuer"), issuer.tls());
    assertEquals("admin", issuer.roles().get(Role.OPERATE));
    assertEquals("atalaya-read", issuer.roles().get(Role.READ));
    assertFalse(issuer.isSecure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reading: closed | access.reading: closed is unknown: give one of open, restricted",
        "reading: restricted | access.reading: restricted, and nobody could show who they are: set atalaya.api.token-file or atalaya.access.oidc",
        "requests-per-second: 0 | access.requests-per-second: 0 is not from 1 to 1000000",
        "burst: -1 | access.burst: -1 is not from 1 to 1000000",
        "oidc: {audience: a} | access.oidc.issuer: is empty: give the issuer's address, for example https://keycloak/realms/ml",
        "oidc: {issuer: 'https://id'} | access.oidc.audience: is empty: give what the claim aud of tokens for this service names, for example atalaya; without it tokens for other services would do",
        "oidc: {issuer: id, audience: a} | access.oidc.issuer: id is no address: give the issuer's, for example https://keycloak/realms/ml",
        "oidc: {issuer: 'https://u:p@id/', audience: a} | access.oidc.issuer: https://id has a user, query or fragment: give scheme, host and path alone",
        "oidc: {issuer: 'https://id', audience: a, rolse: b} | access.oidc.rolse: unknown key: did you mean roles?",
      })
  void ofWhatIsWrong(String yaml, String problem) {
    assertEquals(
        List.of("atalaya." + problem),
        ConfigurationText.of("atalaya: {access: {" + yaml + "}}").problems());
  }

  @Test
  void rolesHaveNamesOfTheirOwn() {
    List<String> problems =
        ConfigurationText.of(
                "atalaya: {access: {oidc: {issuer: 'https://id', audience: a, roles: {read: x, write: x}}}}")
            .problems();

    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().startsWith("atalaya.access.oidc.roles: "), problems.getFirst());
    assertTrue(problems.getFirst().endsWith(": give every role a name of its own"));
  }

  @Test
  void aTokenFileAndAnIssuerExcludeEachOther(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "s3cret\n");
    String api = "api: {token-file: '%s'}".formatted(file);

    assertTrue(
        ConfigurationText.of("atalaya: {" + api + ", access: {reading: restricted}}")
            .read()
            .access()
            .token()
            .isPresent());
    assertEquals(
        List.of(
            "atalaya.access.oidc: and atalaya.api.token-file are both set, and whoever had the file"
                + " would need no role: take one away"),
        ConfigurationText.of(
                "atalaya: {" + api + ", access: {oidc: {issuer: 'https://id', audience: atalaya}}}")
            .problems());
  }
}
