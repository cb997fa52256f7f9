package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BearerTokenTest {

  @Test
  void admitsItsSecretAlone() {
    BearerToken token = BearerToken.of("s3cret");

    assertTrue(token.admits("Bearer s3cret"));
    assertTrue(token.admits("bearer  s3cret"));
    assertFalse(token.admits("Bearer s3cre"));
    assertFalse(token.admits("Bearer s3crett"));
    assertFalse(token.admits("Bearer "));
    assertFalse(token.admits("Basic s3cret"));
    assertFalse(token.admits("s3cret"));
    assertFalse(token.admits(null));
  }

  @Test
  void noTokenAdmitsNobody() {
    assertFalse(BearerToken.none().admits("Bearer "));
    assertFalse(BearerToken.none().isConfigured());
    assertThrows(IllegalArgumentException.class, () -> BearerToken.of(" "));
  }
}
