package io.atalaya.adapter.postgres;

import io.agroal.api.AgroalDataSource;
import io.atalaya.availability.Probe;
import io.atalaya.cache.AnswerCodec;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;

/**
 * The history of answers, where the configuration names a database ({@code
 * quarkus.datasource.jdbc.url}); else nothing at all.
 */
@ApplicationScoped
public class PostgresHistory {

  private final InjectableInstance<AgroalDataSource> databases;
  private final InjectableInstance<Flyway> migrations;
  private final InstantSource clock;
  private final List<PostgresAnswerStore> opened = new CopyOnWriteArrayList<>();

  PostgresHistory(
      @Any InjectableInstance<AgroalDataSource> databases,
      @Any InjectableInstance<Flyway> migrations,
      InstantSource clock) {
    this.databases = databases;
    this.migrations = migrations;
    this.clock = clock;
  }

  /**
   * Opens the store and returns at once: the database is first asked in the background.
   *
   * @param longestLifetime of any answer; older ones are not looked for
   * @return empty when no database is configured
   */
  public Optional<PostgresAnswerStore> open(
      Retention retention, AnswerCodec codec, Duration longestLifetime) {
    if (!databases.getHandle().getBean().isActive()) {
      return Optional.empty();
    }
    PostgresAnswerStore store =
        new PostgresAnswerStore(
            databases.get(),
            () -> migrations.get().migrate(),
            retention,
            codec,
            longestLifetime,
            clock);
    opened.add(store);
    return Optional.of(store);
  }

  /** Asks whether the history is sound; empty when no database is configured. */
  public Optional<Probe> probe() {
    return databases.getHandle().getBean().isActive()
        ? Optional.of(new PostgresProbe(databases.get()))
        : Optional.empty();
  }

  void stop(@Observes ShutdownEvent event) {
    opened.forEach(PostgresAnswerStore::close);
  }
}
