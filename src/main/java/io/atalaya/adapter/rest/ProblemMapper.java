package io.atalaya.adapter.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into a {@link Problem}; never into a stack trace. */
public final class ProblemMapper {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  /** A refusal by the framework: no such path, method or media type. */
  @ServerExceptionMapper
  public Response refused(WebApplicationException refusal) {
    Response response = refusal.getResponse();
    if (response.getStatus() < 400 || response.hasEntity()) {
      return response;
    }
    Problem problem =
        new Problem(response.getStatusInfo().getReasonPhrase(), response.getStatus(), null, null);
    // Keeps Allow, Retry-After and the like.
    return Response.fromResponse(response).type(Problem.MEDIA_TYPE).entity(problem).build();
  }

  /** A defect: the log has the details, under the number that the caller is given. */
  @ServerExceptionMapper
  public Response failed(Exception failure, UriInfo uri) {
    String incident = UUID.randomUUID().toString();
    // The path as it was sent: encoded, so that it cannot break the line.
    LOG.errorf(failure, "Incident %s: %s failed", incident, uri.getRequestUri().getRawPath());
    return Problem.response(
        Response.Status.INTERNAL_SERVER_ERROR,
        "this is a defect of Atalaya: its log says more of incident " + incident);
  }
}
