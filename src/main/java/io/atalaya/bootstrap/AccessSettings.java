package io.atalaya.bootstrap;

import io.atalaya.access.Authenticator;
import io.atalaya.access.RateLimit;
import io.atalaya.adapter.oidc.Issuer;
import io.atalaya.adapter.token.TokenFile;
import java.util.Optional;

/**
 * Who may use the HTTP interface.
 *
 * @param readingOpen whether all may read
 * @param limit how often each caller may come
 * @param token the file with the one token; empty where callers are known otherwise, or not at all
 * @param issuer who issues callers their tokens; empty likewise
 */
record AccessSettings(
    boolean readingOpen, RateLimit limit, Optional<TokenFile> token, Optional<Issuer> issuer) {

  /**
   * @throws IllegalArgumentException if the parts do not fit, beginning with the key
   */
  AccessSettings {
    if (token.isPresent() && issuer.isPresent()) {
      throw new IllegalArgumentException(
          "oidc: and atalaya.api.token-file are both set, and whoever had the file would"
              + " need no role: take one away");
    }
    if (!readingOpen && token.isEmpty() && issuer.isEmpty()) {
      throw new IllegalArgumentException(
          "reading: restricted, and nobody could show who they are: set"
              + " atalaya.api.token-file or atalaya.access.oidc");
    }
  }

  /** Whether anybody can show who they are. */
  boolean isAuthenticating() {
    return token.isPresent() || issuer.isPresent();
  }

  /** The one that knows tokens of a file; null without one. */
  Optional<Authenticator> tokenAuthenticator() {
    return token.map(file -> file);
  }
}
