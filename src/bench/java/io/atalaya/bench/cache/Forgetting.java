package io.atalaya.bench.cache;

import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.adapter.redis.RedisCache;
import io.atalaya.bench.Report;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.DeflateCompression;
import io.atalaya.cache.Floors;
import io.atalaya.cache.LocalLevel;
import io.atalaya.cache.Target;
import io.atalaya.demo.terminal.Screen;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/**
 * How long the invalidation of a model takes that has many answers: until none is given any more,
 * and until the memory is free again; beside it, what deleting the same answers from Redis one by
 * one would take, which nobody has to wait for here.
 */
final class Forgetting {

  private static final int AT_ONCE = 1_000;

  private Forgetting() {}

  static void run(int entries, Redis redis, Screen screen) throws InterruptedException {
    Report report = new Report("step", "answers", "ms");
    memory(entries, screen, report);
    redis(entries, redis, screen, report);
    screen.endProgress();
    screen.line(report.toString());
  }

  private static CacheKey key(long rank) {
    return new CacheKey(Caches.MODEL, 0, Caches.input(rank));
  }

  private static CachedAnswer answer() {
    return new CachedAnswer(
        Caches.BODY, 0.9, "1", null, System.currentTimeMillis(), 0, Long.MAX_VALUE);
  }

  private static void memory(int entries, Screen screen, Report report)
      throws InterruptedException {
    screen.progress(0, "fill the memory");
    LocalLevel memory =
        new CaffeineLevel(
            Caches.bytes(2 * entries),
            InstantSource.system(),
            ForkJoinPool.commonPool(),
            CacheMetrics.NONE);
    for (int rank = 0; rank < entries; rank++) {
      memory.store(key(rank), answer());
    }
    Floors floors = new Floors();
    int filled = (int) memory.size();
    long start = System.nanoTime();
    floors.raise(Caches.MODEL, Target.WHOLE_MODEL, 1);
    memory.drop(Caches.MODEL, floors);
    report.row("no answer is given any more", count(filled), millis(start));
    while (memory.size() > 0) {
      Thread.sleep(1);
    }
    report.row("the memory is free", count(filled), millis(start));
  }

  private static void redis(int entries, Redis redis, Screen screen, Report report) {
    AnswerStore store =
        new RedisCache(redis)
            .answers(
                new AnswerCodec(new DeflateCompression(), 1 << 10, 1 << 20, CacheMetrics.NONE));
    CachedAnswer answer = answer().expiring(System.currentTimeMillis() + 3_600_000);
    for (int from = 0; from < entries; from += AT_ONCE) {
      screen.progress((double) from / entries, "fill Redis");
      List<CompletableFuture<Void>> stored = new ArrayList<>();
      for (int rank = from; rank < Math.min(entries, from + AT_ONCE); rank++) {
        stored.add(store.store(key(rank), answer).toCompletableFuture());
      }
      CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).join();
    }
    long start = System.nanoTime();
    int deleted = 0;
    String cursor = "0";
    do {
      Response page = send(redis, Request.cmd(Command.SCAN).arg(cursor).arg("COUNT").arg(AT_ONCE));
      cursor = page.get(0).toString();
      Response keys = page.get(1);
      if (keys.size() > 0) {
        Request unlink = Request.cmd(Command.UNLINK);
        keys.forEach(key -> unlink.arg(key.toBuffer()));
        var unused = send(redis, unlink);
        deleted += keys.size();
      }
    } while (!cursor.equals("0"));
    report.row("peer: SCAN and UNLINK in Redis", count(deleted), millis(start));
  }

  private static Response send(Redis redis, Request request) {
    return redis.send(request).toCompletionStage().toCompletableFuture().join();
  }

  private static String count(int number) {
    return "%,d".formatted(number);
  }

  private static String millis(long startNanos) {
    return "%.3f".formatted((System.nanoTime() - startNanos) / 1e6);
  }
}
