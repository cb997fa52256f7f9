package io.atalaya.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the schema as it must be, then keeps its partitions every hour; tries again soon what
 * failed. All of it in a thread of its own, so that nobody waits for the database.
 */
final class Upkeep implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Upkeep.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Runnable migration;
  private final DayPartitions partitions;
  private final DataSource database;
  private final InstantSource clock;
  private final Thread thread;

  /** Whether the last attempt succeeded; the thread's own. */
  private boolean sound;

  private volatile @Nullable SQLException obstacle = new SQLException("PostgreSQL: not asked yet");

  /**
   * Starts the thread.
   *
   * @param migration makes the schema, or brings it up to date
   */
  Upkeep(Runnable migration, DayPartitions partitions, DataSource database, InstantSource clock) {
    this.migration = migration;
    this.partitions = partitions;
    this.database = database;
    this.clock = clock;
    thread = Thread.ofVirtual().name("history-upkeep").start(this::keepAll);
  }

  /** Why the schema cannot be used yet; null from the first success on. */
  @Nullable SQLException obstacle() {
    return obstacle;
  }

  private void keepAll() {
    try {
      while (true) {
        keep();
        Thread.sleep(sound ? EVERY : AGAIN);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    try {
      if (!sound) {
        migration.run();
      }
      try (Connection connection = database.getConnection()) {
        partitions.keep(connection, clock.instant());
      }
    } catch (SQLException | RuntimeException e) {
      failed(Remedy.explained(e));
      return;
    }
    if (obstacle != null) {
      LOG.info("The history of answers is kept in PostgreSQL");
    }
    sound = true;
    obstacle = null;
  }

  private void failed(SQLException failure) {
    SQLException before = obstacle;
    boolean told =
        !sound && before != null && Objects.equals(failure.getMessage(), before.getMessage());
    if (!told && !Thread.currentThread().isInterrupted()) {
      LOG.warnf("The history of answers cannot be kept: %s", failure.getMessage());
    }
    sound = false;
    if (before != null) {
      obstacle = failure;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
