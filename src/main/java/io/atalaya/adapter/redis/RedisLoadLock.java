package io.atalaya.adapter.redis;

import io.atalaya.cache.CacheKey;
import io.atalaya.cache.LoadLock;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Locks of loads in Redis: the string <code>atalaya:cache-lock:{model}:epoch:input</code> holds the
 * owner's name while the lock is held. A lost Redis loses the locks: the model is then asked once
 * more. Calls have no time-out of their own. Safe for use by several threads.
 */
final class RedisLoadLock implements LoadLock {

  /** Deletes the lock if it is the owner's. */
  private static final String GIVE_BACK =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then
        redis.call('DEL', KEYS[1])
      end
      """;

  private final Redis redis;

  RedisLoadLock(Redis redis) {
    this.redis = redis;
  }

  @Override
  public CompletionStage<Boolean> take(CacheKey key, String owner, Duration most) {
    Request set =
        Request.cmd(Command.SET)
            .arg(CacheKeys.lock(key))
            .arg(owner)
            .arg("NX")
            .arg("PX")
            .arg(Math.max(1, most.toMillis()));
    return redis.send(set).map(done -> done != null).toCompletionStage();
  }

  @Override
  public void giveBack(CacheKey key, String owner) {
    // Should it fail, the lock ends by itself.
    var unused =
        redis.send(
            Request.cmd(Command.EVAL).arg(GIVE_BACK).arg(1).arg(CacheKeys.lock(key)).arg(owner));
  }
}
