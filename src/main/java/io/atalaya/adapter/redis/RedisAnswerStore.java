package io.atalaya.adapter.redis;

import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers in Redis, 6.2 or later: the string <code>atalaya:cache:{model}:epoch:input</code>, whose
 * braces are part of it, holds what {@link AnswerCodec} writes, until the answer expires.
 *
 * <p>One command a call, however many keys up to {@value #KEYS_AT_ONCE}: Redis does nothing else
 * meanwhile, so more are asked for in turns. Nothing looks through the keys: what an invalidation
 * leaves behind is never asked for again and expires. An answer that cannot be read is none, and is
 * deleted. Calls have no time-out of their own. Safe for use by several threads.
 */
final class RedisAnswerStore implements AnswerStore {

  static final int KEYS_AT_ONCE = 500;

  private final Redis redis;
  private final AnswerCodec codec;

  RedisAnswerStore(Redis redis, AnswerCodec codec) {
    this.redis = redis;
    this.codec = codec;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
    return find(List.copyOf(keys), 0, new HashMap<>()).toCompletionStage();
  }

  private Future<Map<CacheKey, CachedAnswer>> find(
      List<CacheKey> keys, int from, Map<CacheKey, CachedAnswer> found) {
    if (from >= keys.size()) {
      return Future.succeededFuture(found);
    }
    List<CacheKey> asked = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
    Request get = Request.cmd(Command.MGET);
    asked.forEach(key -> get.arg(CacheKeys.answer(key)));
    return redis
        .send(get)
        .compose(
            answers -> {
              List<CacheKey> unreadable = new ArrayList<>();
              for (int i = 0; i < asked.size(); i++) {
                read(asked.get(i), answers.get(i), found, unreadable);
              }
              unreadable.forEach(this::remove);
              return find(keys, from + KEYS_AT_ONCE, found);
            });
  }

  private void read(
      CacheKey key,
      @Nullable Response bytes,
      Map<CacheKey, CachedAnswer> found,
      List<CacheKey> unreadable) {
    if (bytes == null) {
      return;
    }
    try {
      found.put(key, codec.decode(bytes.toBytes()));
    } catch (IllegalArgumentException e) {
      unreadable.add(key);
    }
  }

  @Override
  public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
    return done(
        Request.cmd(Command.SET)
            .arg(CacheKeys.answer(key))
            .arg(codec.encode(answer))
            .arg("PXAT")
            .arg(answer.expiresMillis()));
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    return done(Request.cmd(Command.UNLINK).arg(CacheKeys.answer(key)));
  }

  private CompletionStage<Void> done(Request command) {
    return redis.send(command).<Void>mapEmpty().toCompletionStage();
  }
}
