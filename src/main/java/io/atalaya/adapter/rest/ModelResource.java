package io.atalaya.adapter.rest;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.ModelSnapshots;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/models}: the models that this instance owns, as they are now. */
@Path("/v1/models")
@Reads
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models", description = "What is known of the models that this instance owns")
public final class ModelResource {

  /** The most names that a problem lists. */
  private static final int MOST_NAMES = 20;

  private final ModelSnapshots snapshots;

  ModelResource(ModelSnapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** All models with their main figures. */
  @GET
  @SecurityRequirement(name = "token", scopes = "read")
  @Operation(
      operationId = "listModels",
      summary = "List the models",
      description = "With the main figures of each version, over its longest window.")
  @APIResponse(responseCode = "200", description = "The models by name; none while Kafka is away")
  public ModelList list() {
    return ModelList.of(snapshots.all());
  }

  /**
   * All that is known of one model.
   *
   * @param model its name
   */
  @GET
  @SecurityRequirement(name = "token", scopes = "read")
  @Path("{model}")
  @Operation(
      operationId = "showModel",
      summary = "Show one model",
      description = "Every figure, verdict and check. What is undefined is missing.")
  @APIResponse(responseCode = "200", description = "The model")
  @APIResponse(
      responseCode = "404",
      description = "This instance does not show the model: what it does show, and why",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public ModelView show(@PathParam("model") String model) {
    return snapshots.of(model).map(ModelView::of).orElseThrow(() -> unknown(model));
  }

  private NotFoundException unknown(String model) {
    List<String> names = snapshots.all().stream().map(ModelSnapshot::model).toList();
    return new NotFoundException(Problem.response(Response.Status.NOT_FOUND, detail(model, names)));
  }

  private static String detail(String model, List<String> names) {
    if (names.isEmpty()) {
      return ("%s is not shown, nor is any other model: none has had a prediction, other instances"
              + " own them, or Kafka is away; see /q/health/ready")
          .formatted(model);
    }
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    String more =
        names.size() > MOST_NAMES ? " and %d more".formatted(names.size() - MOST_NAMES) : "";
    return "%s is not shown: use one of %s%s, or ask the instance that owns it"
        .formatted(model, shown, more);
  }
}
