package io.atalaya.adapter.postgres;

import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.Compression;
import io.atalaya.cache.InputHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Stores of the tests, their clock and their answers. */
final class Stores {

  static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  static final Retention MONTH = new Retention(Duration.ofDays(30));
  static final AnswerTable TABLE =
      new AnswerTable(
          new AnswerCodec(new Halves(), 64, 1 << 20, CacheMetrics.NONE), Duration.ofHours(1));

  private Stores() {}

  /** A clock that stands until it is set. */
  static final class Hands implements InstantSource {

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @Override
    public Instant instant() {
      return now.get();
    }

    void forward(Duration time) {
      now.updateAndGet(before -> before.plus(time));
    }
  }

  /** Opened, and its schema made. */
  static PostgresAnswerStore ready(Database database, InstantSource clock) throws Exception {
    PostgresAnswerStore store =
        new PostgresAnswerStore(database.source(), database::migrate, MONTH, TABLE, clock);
    awaitReady(store);
    return store;
  }

  /** Until a lookup succeeds. */
  static void awaitReady(PostgresAnswerStore store) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (store
        .find(Set.of())
        .handle((found, failure) -> failure != null)
        .toCompletableFuture()
        .get()) {
      if (System.nanoTime() > end) {
        found(store.find(Set.of()));
      }
      Thread.sleep(10);
    }
  }

  static CacheKey key(String model, long number) {
    return new CacheKey(model, 0, new InputHash(-number, number));
  }

  static CachedAnswer answer(String text, Instant now, Duration lifetime) {
    return new CachedAnswer(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        0.75,
        "v1",
        "north",
        now.toEpochMilli(),
        3,
        now.plus(lifetime).toEpochMilli());
  }

  static Map<CacheKey, CachedAnswer> found(CompletionStage<Map<CacheKey, CachedAnswer>> stage)
      throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  static void done(CompletionStage<Void> stage) throws Exception {
    var unused = stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Of bytes that come in pairs of equal ones, one each. */
  private static final class Halves implements Compression {

    @Override
    public byte[] compress(byte[] bytes) {
      byte[] half = new byte[bytes.length / 2];
      for (int i = 0; i < half.length; i++) {
        if (bytes[2 * i] != bytes[2 * i + 1]) {
          return bytes;
        }
        half[i] = bytes[2 * i];
      }
      return bytes.length % 2 == 0 ? half : bytes;
    }

    @Override
    public byte[] decompress(byte[] compressed, int size) {
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = compressed[i / 2];
      }
      return bytes;
    }
  }
}
