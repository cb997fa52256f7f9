package io.atalaya.adapter.redis;

import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.LoadLock;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;

/** What the prediction cache keeps in Redis. */
@ApplicationScoped
public class RedisCache {

  private final Redis redis;

  /**
   * @param redis the connections; they belong to the caller
   */
  public RedisCache(Redis redis) {
    this.redis = redis;
  }

  /** The answers, written by {@code codec}. */
  public AnswerStore answers(AnswerCodec codec) {
    return new RedisAnswerStore(redis, codec);
  }

  /** The locks of loads. */
  public LoadLock locks() {
    return new RedisLoadLock(redis);
  }
}
