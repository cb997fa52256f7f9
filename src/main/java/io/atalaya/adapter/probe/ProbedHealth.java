package io.atalaya.adapter.probe;

import io.atalaya.availability.Observation;
import io.atalaya.availability.ProbeStatus;
import io.atalaya.availability.StatusBoard;
import io.atalaya.availability.Target;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * The health groups {@code models} and {@code systems}: a check for each target, which tells what
 * its last probe found. None of them is part of readiness, liveness or startup, and none waits.
 */
@ApplicationScoped
public class ProbedHealth {

  private final StatusBoard board;
  private final List<Target> shown = new ArrayList<>();

  ProbedHealth(StatusBoard board) {
    this.board = board;
  }

  /** Shows the targets that are probed now. */
  public void show() {
    for (ProbeStatus status : board.all()) {
      Target target = status.target();
      shown.add(target);
      var unused = registry(target).register(id(target), () -> check(target));
    }
  }

  void stop(@Observes ShutdownEvent event) {
    shown.forEach(target -> registry(target).remove(id(target)));
  }

  /** What is known of a target; returns at once. */
  HealthCheckResponse check(Target target) {
    return board.all().stream()
        .filter(status -> status.target().equals(target))
        .map(ProbedHealth::response)
        .findAny()
        .orElseGet(() -> named(target).down().withData("detail", "not probed any more").build());
  }

  private static HealthCheckResponse response(ProbeStatus status) {
    HealthCheckResponseBuilder response = named(status.target());
    status.since().ifPresent(since -> response.withData("since", since.toString()));
    status.lastSuccess().ifPresent(last -> response.withData("last_success", last.toString()));
    status
        .availability()
        .ratio()
        .ifPresent(ratio -> response.withData("availability", Double.toString(ratio)));
    if (status.last().isEmpty()) {
      return response
          .down()
          .withData("state", "unknown")
          .withData("detail", unknown(status))
          .build();
    }
    return switch (status.last().get()) {
      case Observation.Up(Duration took) ->
          response.up().withData("state", "up").withData("milliseconds", took.toMillis()).build();
      case Observation.Slow(Duration took) ->
          response.up().withData("state", "slow").withData("milliseconds", took.toMillis()).build();
      case Observation.Wrong(Duration took, String detail) ->
          response
              .down()
              .withData("state", "wrong")
              .withData("milliseconds", took.toMillis())
              .withData("detail", detail)
              .build();
      case Observation.Down(String detail) ->
          response.down().withData("state", "down").withData("detail", detail).build();
    };
  }

  private static String unknown(ProbeStatus status) {
    return status.availability().observedMillis() == 0 ? "not asked yet" : "not asked for too long";
  }

  private static HealthCheckResponseBuilder named(Target target) {
    return HealthCheckResponse.named(target.name());
  }

  private static String id(Target target) {
    return "atalaya-probe-" + target.name();
  }

  private static HealthRegistry registry(Target target) {
    return HealthRegistries.getHealthGroupRegistry(
        switch (target) {
          case Target.OfModel ignored -> "models";
          case Target.OfSystem ignored -> "systems";
        });
  }
}
