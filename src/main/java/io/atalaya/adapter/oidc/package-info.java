/** Callers known by the access tokens of an OpenID Connect issuer. */
@NullMarked
package io.atalaya.adapter.oidc;

import org.jspecify.annotations.NullMarked;
