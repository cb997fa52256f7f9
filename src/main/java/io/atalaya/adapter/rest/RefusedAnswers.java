package io.atalaya.adapter.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Describes, for every operation, the answers of {@link AccessFilter} to those it keeps out. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RefusedAnswers implements OASFilter {

  private static final Map<String, String> ANSWERS =
      Map.of(
          "401", "No token, or one that is not good",
          "403", "The token does not give the role, or no way to authenticate is configured",
          "429", "Too many requests of this caller: wait");

  @Override
  public Operation filterOperation(Operation operation) {
    ANSWERS.forEach(
        (status, description) ->
            operation
                .getResponses()
                .addAPIResponse(status, OASFactory.createAPIResponse().description(description)));
    return operation;
  }
}
