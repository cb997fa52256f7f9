package io.atalaya.adapter.postgres;

import io.atalaya.adapter.postgres.Change.Addition;
import io.atalaya.adapter.postgres.Change.Removal;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The answers in PostgreSQL: every one that was stored, of which the newest of its key is given.
 *
 * <p>A lookup of any number of keys is one statement, in one of {@value #LOOKUPS} virtual threads;
 * {@value #MOST_WAITING} may wait for one. What is stored or removed is written in batches by one
 * more; its stage is done when it is committed. Before the schema has been made every stage fails
 * with the reason. What a failed stage says names what people can do about it.
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresAnswerStore implements AnswerStore, AutoCloseable {

  static final int LOOKUPS = 6;
  private static final int MOST_WAITING = 200;

  private final DataSource database;
  private final AnswerTable table;
  private final InstantSource clock;
  private final Upkeep upkeep;
  private final AnswerWriter writer;
  private final ThreadPoolExecutor lookups;
  private final AtomicLong lastMicros = new AtomicLong();

  /**
   * Starts to make the schema, in the background.
   *
   * @param migration makes the schema, or brings it up to date
   * @param longestLifetime of any answer; older ones are not looked for
   */
  public PostgresAnswerStore(
      DataSource database,
      Runnable migration,
      Retention retention,
      AnswerCodec codec,
      Duration longestLifetime,
      InstantSource clock) {
    this(database, migration, retention, new AnswerTable(codec, longestLifetime), clock);
  }

  PostgresAnswerStore(
      DataSource database,
      Runnable migration,
      Retention retention,
      AnswerTable table,
      InstantSource clock) {
    this.database = database;
    this.table = table;
    this.clock = clock;
    upkeep = new Upkeep(migration, new DayPartitions(retention), database, clock);
    writer = new AnswerWriter(database, table, clock);
    lookups =
        new ThreadPoolExecutor(
            LOOKUPS,
            LOOKUPS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().name("history-lookup-", 0).factory());
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
    SQLException obstacle = upkeep.obstacle();
    if (obstacle != null) {
      return CompletableFuture.failedStage(obstacle);
    }
    List<CacheKey> wanted =
        keys.stream().filter(key -> AnswerTable.isText(key.model())).distinct().toList();
    CompletableFuture<Map<CacheKey, CachedAnswer>> found = new CompletableFuture<>();
    try {
      lookups.execute(() -> find(wanted, found));
    } catch (RejectedExecutionException busy) {
      found.completeExceptionally(
          new SQLException("PostgreSQL: too many lookups wait: see whether the server is slow"));
    }
    return found;
  }

  private void find(List<CacheKey> keys, CompletableFuture<Map<CacheKey, CachedAnswer>> found) {
    try (Connection connection = database.getConnection()) {
      found.complete(table.find(connection, keys, clock.instant()));
    } catch (SQLException | RuntimeException e) {
      found.completeExceptionally(Remedy.explained(e));
    }
  }

  @Override
  public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
    return write(new Addition(key, answer, micros(), new CompletableFuture<>()));
  }

  /** Its answers stay in the history; they expire now. */
  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    return write(new Removal(key, micros(), new CompletableFuture<>()));
  }

  private CompletionStage<Void> write(Change change) {
    SQLException obstacle = upkeep.obstacle();
    if (obstacle != null) {
      change.done().completeExceptionally(obstacle);
    } else if (!AnswerTable.isText(change.key().model())) {
      change
          .done()
          .completeExceptionally(
              new SQLException(
                  "PostgreSQL: the model's name has U+0000 or half a character: rename the model"));
    } else {
      writer.offer(change);
    }
    return change.done();
  }

  /** No two are equal, so that the newest is known. */
  private long micros() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return lastMicros.updateAndGet(last -> Math.max(last + 1, now));
  }

  /** Writes what waits, if that is done within some seconds, and ends the threads. */
  @Override
  public void close() {
    upkeep.close();
    writer.close();
    lookups.shutdownNow();
  }
}
