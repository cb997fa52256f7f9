package io.atalaya.adapter.probe;

import io.atalaya.cache.EpochStore;
import io.atalaya.cache.Reachability;
import io.atalaya.cache.RemoteLevel;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.monitor.PipelineState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The health checks.
 *
 * <p>An instance is ready when Kafka can be polled and no replay is under way. What it works
 * without is reported but never takes it out of service: Redis, the cache's levels, misrouted
 * events, and records that the log no longer has. It is alive as long as it answers: a restart
 * mends neither Kafka nor Redis, and costs a replay. None of the checks waits for a server.
 */
@ApplicationScoped
class PipelineProbes {

  private final PipelineState pipeline;
  private final EpochStore epochs;
  private final RemoteLevels levels;

  PipelineProbes(PipelineState pipeline, EpochStore epochs, RemoteLevels levels) {
    this.pipeline = pipeline;
    this.epochs = epochs;
    this.levels = levels;
  }

  @Produces
  @Liveness
  HealthCheck live() {
    return () -> HealthCheckResponse.up("live");
  }

  /** Up when the topics were prepared and the stages exist, whatever became of Kafka since. */
  @Produces
  @Startup
  HealthCheck started() {
    return () -> HealthCheckResponse.named("started").status(isStarted()).build();
  }

  @Produces
  @Readiness
  HealthCheck kafka() {
    return () -> {
      boolean polling = pipeline.isPolling();
      boolean committing = whenStarted(pipeline::isCommitting, false);
      HealthCheckResponseBuilder check =
          HealthCheckResponse.named("kafka").status(polling && committing);
      if (!polling) {
        check.withData("detail", "not polled for 10 s: see the log and KAFKA_BOOTSTRAP_SERVERS");
      } else if (!committing) {
        check.withData("detail", "nothing could be committed for 30 s: see the log for the reason");
      }
      return check.build();
    };
  }

  @Produces
  @Readiness
  HealthCheck replay() {
    return () -> {
      boolean replaying = whenStarted(pipeline::isReplaying, true);
      return HealthCheckResponse.named("replay")
          .status(!replaying)
          .withData("active", replaying)
          .withData("lag_records", pipeline.lagRecords())
          .build();
    };
  }

  /** Never down: misrouted events are counted all the same, at the price of a detour. */
  @Produces
  @Readiness
  HealthCheck routing() {
    return () -> {
      long misrouted = isStarted() ? pipeline.misrouted() : 0;
      HealthCheckResponseBuilder check =
          HealthCheckResponse.named("routing").up().withData("misrouted", misrouted);
      if (misrouted > 0) {
        check.withData(
            "detail",
            "producers put events into other partitions than murmur2 of their key: set"
                + " partitioner=murmur2_random in clients built on librdkafka");
      }
      return check.build();
    };
  }

  @Produces
  @Readiness
  HealthCheck history() {
    return () ->
        HealthCheckResponse.named("history")
            .up()
            .withData("lost", whenStarted(pipeline::isHistoryLost, false))
            .build();
  }

  @Produces
  @Readiness
  HealthCheck redis() {
    return () -> {
      HealthCheckResponseBuilder check = HealthCheckResponse.named("redis").up();
      return switch (epochs.reachability()) {
        case Reachability.Untried() -> check.withData("detail", "not asked yet").build();
        case Reachability.Reachable(Instant since) ->
            check.withData("reachable", true).withData("since", since.toString()).build();
        case Reachability.Unreachable(Instant since, String detail) ->
            check
                .withData("reachable", false)
                .withData("since", since.toString())
                .withData("detail", detail)
                .build();
      };
    };
  }

  /** Never down: a level that fails is left out, and the model is asked more often. */
  @Produces
  @Readiness
  HealthCheck cache() {
    return () -> {
      HealthCheckResponseBuilder check = HealthCheckResponse.named("cache").up();
      for (RemoteLevel level : levels.levels()) {
        String state =
            switch (level.reachability()) {
              case Reachability.Untried() -> "not asked yet";
              case Reachability.Reachable ignored -> "reachable";
              case Reachability.Unreachable(Instant since, String detail) ->
                  "unreachable since %s: %s".formatted(since, detail);
            };
        check.withData(level.name(), level.isLeftOut() ? "left out, " + state : state);
      }
      return check.build();
    };
  }

  private boolean isStarted() {
    return whenStarted(
        () -> {
          var unused = pipeline.isReplaying();
          return true;
        },
        false);
  }

  private static boolean whenStarted(BooleanSupplier state, boolean before) {
    try {
      return state.getAsBoolean();
    } catch (IllegalStateException notStarted) {
      return before;
    }
  }
}
