package io.atalaya.adapter.rest;

import io.atalaya.access.AccessControl;
import io.atalaya.access.Decision;
import io.atalaya.access.Decision.Denied;
import io.atalaya.access.Decision.Granted;
import io.atalaya.access.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in to what is annotated with {@link Reads}, {@link Writes} or {@link Operates}, and
 * keeps a record of every attempt to change something.
 *
 * <p>It runs before a body is read. Safe for use by several threads.
 */
public final class AccessFilter {

  /** The property of a request with the decision to let it in. */
  private static final String GRANTED = "io.atalaya.granted";

  private final AccessControl control;
  private final Audit audit;

  AccessFilter(AccessControl control, Audit audit) {
    this.control = control;
    this.audit = audit;
  }

  /** Whoever asks for something. */
  @Reads
  @ServerRequestFilter
  public Uni<@Nullable Response> reads(ContainerRequestContext request, HttpServerRequest http) {
    return decide(Role.READ, request, http);
  }

  /** Whoever adds data. */
  @Writes
  @ServerRequestFilter
  public Uni<@Nullable Response> writes(ContainerRequestContext request, HttpServerRequest http) {
    return decide(Role.WRITE, request, http);
  }

  /** Whoever operates. */
  @Operates
  @ServerRequestFilter
  public Uni<@Nullable Response> operates(ContainerRequestContext request, HttpServerRequest http) {
    return decide(Role.OPERATE, request, http);
  }

  /** Data was added, or not. */
  @Writes
  @ServerResponseFilter
  public void wrote(
      ContainerRequestContext request, ContainerResponseContext response, HttpServerRequest http) {
    answered(Role.WRITE, request, response, http);
  }

  /** Something was changed, or not. */
  @Operates
  @ServerResponseFilter
  public void operated(
      ContainerRequestContext request, ContainerResponseContext response, HttpServerRequest http) {
    answered(Role.OPERATE, request, response, http);
  }

  private Uni<@Nullable Response> decide(
      Role role, ContainerRequestContext request, HttpServerRequest http) {
    String address = address(http);
    return Uni.createFrom()
        .completionStage(
            control.decide(role, request.getHeaderString(HttpHeaders.AUTHORIZATION), address))
        .map(decision -> refusal(role, decision, request, address));
  }

  private @Nullable Response refusal(
      Role role, Decision decision, ContainerRequestContext request, String address) {
    switch (decision) {
      case Granted granted -> {
        request.setProperty(GRANTED, granted);
        request.setSecurityContext(
            new CallerContext(granted.caller(), request.getSecurityContext().isSecure()));
        return null;
      }
      case Denied denied -> {
        Response answer = Refusal.of(denied);
        if (role != Role.READ) {
          audit.denied(role, attempt(request, address), denied, answer.getStatus());
        }
        return answer;
      }
    }
  }

  private void answered(
      Role role,
      ContainerRequestContext request,
      ContainerResponseContext response,
      HttpServerRequest http) {
    if (request.getProperty(GRANTED) instanceof Granted granted) {
      audit.answered(role, attempt(request, address(http)), granted.caller(), response.getStatus());
    }
  }

  private static Audit.Attempt attempt(ContainerRequestContext request, String address) {
    return new Audit.Attempt(request.getMethod(), request.getUriInfo().getPath(), address);
  }

  private static String address(HttpServerRequest http) {
    return Optional.ofNullable(http.remoteAddress())
        .map(remote -> remote.hostAddress())
        .orElse("unknown");
  }
}
