package io.atalaya.bench.cache;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.atalaya.adapter.guard.CallBudget;
import io.atalaya.adapter.guard.GuardedLevel;
import io.atalaya.adapter.guard.GuardedLock;
import io.atalaya.adapter.postgres.PostgresAnswerStore;
import io.atalaya.adapter.postgres.Retention;
import io.atalaya.adapter.redis.RedisCache;
import io.atalaya.cache.AnswerCodec;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.DeflateCompression;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.RemoteLevel;
import io.atalaya.embedded.EmbeddedPostgres;
import io.atalaya.embedded.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;

/** A Redis and a PostgreSQL on this machine, and the levels that keep answers in them. */
final class Servers implements AutoCloseable {

  /** A machine that does other things too must not end a call that is to be measured. */
  private static final CallBudget PATIENT =
      new CallBudget(Duration.ofSeconds(10), Duration.ofSeconds(10), 10_000);

  private static final LevelMetrics UNCOUNTED = (level, operation, outcome) -> {};
  private static final InstantSource CLOCK = InstantSource.system();

  private final EmbeddedRedis redisServer;
  private final EmbeddedPostgres postgresServer;
  private final AgroalDataSource database;
  private final AnswerCodec codec =
      new AnswerCodec(new DeflateCompression(), 1 << 10, 1 << 20, CacheMetrics.NONE);
  private final Vertx vertx = Vertx.vertx();
  private final Redis redis;
  private final PostgresAnswerStore history;

  Servers(Path directory) {
    redisServer = EmbeddedRedis.start(directory.resolve("redis"));
    postgresServer = EmbeddedPostgres.start(directory.resolve("postgres"));
    redis =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString(redisServer.uri())
                .setMaxPoolWaiting(100_000)
                .setMaxWaitingHandlers(100_000));
    database = connect(postgresServer.url("postgres"));
    history =
        new PostgresAnswerStore(
            database,
            () -> Flyway.configure().dataSource(database).schemas("atalaya").load().migrate(),
            new Retention(Duration.ofDays(30)),
            codec,
            Duration.ofHours(1),
            CLOCK);
  }

  private static AgroalDataSource connect(String url) {
    try {
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(
                  pool ->
                      pool.maxSize(8)
                          .acquisitionTimeout(Duration.ofSeconds(5))
                          .connectionFactoryConfiguration(
                              factory ->
                                  factory.jdbcUrl(url).principal(new NamePrincipal("postgres")))));
    } catch (SQLException e) {
      throw new IllegalStateException("no connections to " + url, e);
    }
  }

  Vertx vertx() {
    return vertx;
  }

  Redis redis() {
    return redis;
  }

  AnswerStore redisAnswers() {
    return new RedisCache(redis).answers(codec);
  }

  AnswerStore history() {
    return history;
  }

  static RemoteLevel guarded(AnswerStore store) {
    return new GuardedLevel(store, PATIENT, UNCOUNTED, CLOCK);
  }

  LoadLock lock() {
    return new GuardedLock(new RedisCache(redis).locks(), "redis", PATIENT, UNCOUNTED, CLOCK);
  }

  @Override
  public void close() {
    history.close();
    database.close();
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    postgresServer.close();
    redisServer.close();
  }
}
