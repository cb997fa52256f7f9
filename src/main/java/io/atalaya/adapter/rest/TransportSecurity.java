package io.atalaya.adapter.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Tells clients that came over TLS to come no other way (RFC 6797); to others the header means
 * nothing. The headers that do not depend on the request are set by the configuration.
 */
public final class TransportSecurity {

  private static final String HEADER = "Strict-Transport-Security";
  private static final String YEAR = "max-age=31536000";

  /** Every answer of a resource. */
  @ServerResponseFilter
  public void secure(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getSecurityContext().isSecure()) {
      response.getHeaders().putSingle(HEADER, YEAR);
    }
  }
}
