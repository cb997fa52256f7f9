package io.atalaya.adapter.redis;

import io.atalaya.cache.EpochStore;
import io.atalaya.cache.Reachability;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The models' epochs in Redis: the string {@code atalaya:epoch:<model>} holds the epoch in decimal
 * digits; no key is epoch 0.
 *
 * <p>Raising is one script on one key, so it is atomic and fit for a cluster. O(1) in time, and in
 * memory a model. A call never waits: the connection is made at the first one and again after it
 * was lost; a call that takes longer than two seconds fails. Safe for use by several threads.
 */
@ApplicationScoped
public class RedisEpochStore implements EpochStore {

  /** What the keys begin with; the model's name follows. */
  public static final String KEY_PREFIX = "atalaya:epoch:";

  /** Compares as numbers, which Lua has exactly up to 2⁵³; stores and returns the digits given. */
  private static final String RAISE =
      """
      local stored = redis.call('GET', KEYS[1])
      if stored and tonumber(stored) and tonumber(stored) >= tonumber(ARGV[1]) then
        return stored
      end
      redis.call('SET', KEYS[1], ARGV[1])
      return ARGV[1]
      """;

  private final RedisAPI redis;
  private final RedisReachability reachability;

  RedisEpochStore(RedisAPI redis, RedisReachability reachability) {
    this.redis = redis;
    this.reachability = reachability;
  }

  @Override
  public CompletionStage<Long> raise(String model, long epoch) {
    List<String> script = List.of(RAISE, "1", KEY_PREFIX + model, Long.toString(epoch));
    return reachability
        .observe(redis.eval(script))
        .map(Response::toLong)
        .subscribeAsCompletionStage();
  }

  @Override
  public Reachability reachability() {
    return reachability.last();
  }
}
