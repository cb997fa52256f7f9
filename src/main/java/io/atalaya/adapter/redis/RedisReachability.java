package io.atalaya.adapter.redis;

import io.atalaya.cache.LastAttempt;
import io.atalaya.cache.Reachability;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * What the commands sent to Redis tell about it. Every command is bounded in time here.
 *
 * <p>Safe for use by several threads.
 */
@ApplicationScoped
class RedisReachability {

  /** The longest that a command may take, its connection included. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(RedisReachability.class);

  private final LastAttempt last;

  RedisReachability(InstantSource clock) {
    last = new LastAttempt(clock);
  }

  /** What the last attempt told. */
  Reachability last() {
    return last.reachability();
  }

  /** The same command, failed when it takes too long, and its outcome noted. */
  <T> Uni<T> observe(Uni<T> command) {
    return command
        .ifNoItem()
        .after(TIMEOUT)
        .failWith(() -> new TimeoutException("no answer within " + TIMEOUT.toSeconds() + " s"))
        .onItem()
        .invoke(ignored -> succeeded())
        .onFailure()
        .invoke(this::failed);
  }

  private void succeeded() {
    if (last.succeeded() instanceof Reachability.Unreachable(Instant since, _)) {
      LOG.infof("Redis can be reached again; it could not since %s", since);
    }
  }

  private void failed(Throwable failure) {
    String detail = Remedy.explained(failure);
    if (!(last.failed(detail) instanceof Reachability.Unreachable)) {
      LOG.warnf("Redis cannot be reached: %s. Invalidations still go to Kafka", detail);
    }
  }
}
