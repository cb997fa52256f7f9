package io.atalaya.adapter.redis;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks Redis every few seconds whether it is there: invalidations are too rare to tell. */
@ApplicationScoped
class RedisPing {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final RedisAPI redis;
  private final RedisReachability reachability;
  private @Nullable Cancellable pings;

  RedisPing(RedisAPI redis, RedisReachability reachability) {
    this.redis = redis;
    this.reachability = reachability;
  }

  void start(@Observes StartupEvent event) {
    pings =
        Multi.createFrom()
            .ticks()
            .every(EVERY)
            .onOverflow()
            .drop()
            .onItem()
            .transformToUniAndConcatenate(ignored -> ping())
            .subscribe()
            .with(ignored -> {});
  }

  void stop(@Observes ShutdownEvent event) {
    Cancellable running = pings;
    if (running != null) {
      running.cancel();
    }
  }

  /** One attempt; its outcome is noted, so a failure is none here. */
  Uni<Boolean> ping() {
    return reachability
        .observe(Uni.createFrom().deferred(this::sent))
        .map(ignored -> true)
        .onFailure()
        .recoverWithItem(false);
  }

  private Uni<Response> sent() {
    return redis.ping(List.of());
  }
}
