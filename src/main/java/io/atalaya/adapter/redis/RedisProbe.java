package io.atalaya.adapter.redis;

import io.atalaya.availability.Answer;
import io.atalaya.availability.Probe;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends PING to Redis, with the connections that epochs and cached answers use. An answer that is
 * an error (no permission, still loading) is a wrong one. Safe for use by several threads.
 */
@ApplicationScoped
public class RedisProbe implements Probe {

  private final RedisAPI redis;

  RedisProbe(RedisAPI redis) {
    this.redis = redis;
  }

  @Override
  public Answer ask(Duration timeout) throws InterruptedException {
    try {
      String answer =
          redis
              .ping(List.of())
              .subscribeAsCompletionStage()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .toString();
      return answer.equals("PONG")
          ? new Answer.Right()
          : new Answer.Wrong("PING is answered with " + answer);
    } catch (TimeoutException late) {
      return new Answer.None("no answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      return cause instanceof Response
          ? new Answer.Wrong("PING is answered with " + cause.getMessage())
          : new Answer.None(
              "%s: see whether Redis runs where quarkus.redis.hosts says"
                  .formatted(cause.getMessage()));
    }
  }
}
