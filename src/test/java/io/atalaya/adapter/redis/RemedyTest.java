package io.atalaya.adapter.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class RemedyTest {

  @Test
  void eachRefusalHasItsSetting() {
    assertNames(
        new IOException("failed", new SSLHandshakeException("no valid path")),
        "QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS");
    assertNames(new IOException("WRONGPASS invalid username-password pair"), "rediss://user");
    assertNames(new IOException("NOAUTH Authentication required."), "rediss://user");
    assertNames(new IOException("NOPERM this user has no permissions"), "docs/secured-servers.md");
  }

  @Test
  void silenceMayBeAnotherProtocol() {
    assertNames(new IOException("no answer within 2 s"), "rediss://");
    assertNames(new IOException("refused\nat some place"), "refused: see whether");
  }

  private static void assertNames(Exception failure, String name) {
    assertTrue(Remedy.explained(failure).contains(name), Remedy.explained(failure));
  }
}
