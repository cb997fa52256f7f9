package io.atalaya.adapter.rest;

import io.atalaya.access.Caller;
import io.atalaya.access.Role;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** A caller as JAX-RS knows it; roles have the names of the constants. */
record CallerContext(Caller caller, boolean isSecure) implements SecurityContext {

  private static final String SCHEME = "Bearer";

  @Override
  public Principal getUserPrincipal() {
    return caller::subject;
  }

  @Override
  public boolean isUserInRole(String role) {
    return caller.may(Role.valueOf(role));
  }

  @Override
  public String getAuthenticationScheme() {
    return SCHEME;
  }
}
