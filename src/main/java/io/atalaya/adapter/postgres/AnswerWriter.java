package io.atalaya.adapter.postgres;

import io.atalaya.adapter.postgres.Change.Addition;
import io.atalaya.adapter.postgres.Change.Removal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes in batches, in one thread: what waits while a batch is written is the next one. At
 * most {@value #MOST_WAITING} changes and {@value #MOST_WAITING_BYTES} bytes wait; what does not
 * fit is not written. Nor is it tried again when the database fails: the history then has a gap.
 *
 * <p>Safe for use by several threads, none of which waits.
 */
final class AnswerWriter implements AutoCloseable {

  static final int MOST_WAITING = 10_000;
  private static final long MOST_WAITING_BYTES = 64L << 20;
  private static final int BATCH = 500;
  private static final int BATCH_BYTES = 4 << 20;
  private static final long LOOK_SECONDS = 1;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final DataSource database;
  private final AnswerTable table;
  private final InstantSource clock;
  private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  /** Starts the thread. */
  AnswerWriter(DataSource database, AnswerTable table, InstantSource clock) {
    this.database = database;
    this.table = table;
    this.clock = clock;
    thread = Thread.ofVirtual().name("history-writer").start(this::writeAll);
  }

  /** Takes a change, unless too much waits; its stage is failed then. */
  void offer(Change change) {
    boolean fits = waitingBytes.addAndGet(change.weight()) <= MOST_WAITING_BYTES;
    if (closed || !fits || !waiting.offer(change)) {
      waitingBytes.addAndGet(-change.weight());
      fail(List.of(change), new SQLException("PostgreSQL: too much waits to be written"));
    }
  }

  private void writeAll() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Change first = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (first != null) {
          write(batch(first));
        }
      }
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Change> batch(Change first) {
    List<Change> batch = new ArrayList<>();
    long bytes = 0;
    for (@Nullable Change next = first; next != null; next = waiting.poll()) {
      batch.add(next);
      bytes += next.weight();
      if (batch.size() >= BATCH || bytes >= BATCH_BYTES) {
        break;
      }
    }
    waitingBytes.addAndGet(-bytes);
    return batch;
  }

  /** Removals concern what was stored before them, so they may come after all that is added. */
  private void write(List<Change> batch) {
    List<Addition> additions = only(Addition.class, batch);
    List<Removal> removals = only(Removal.class, batch);
    write(additions, connection -> table.add(connection, additions));
    write(removals, connection -> table.remove(connection, removals, clock.instant()));
  }

  private static <C extends Change> List<C> only(Class<C> kind, List<Change> batch) {
    return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void write(List<? extends Change> changes, Writing writing) {
    if (changes.isEmpty()) {
      return;
    }
    try (Connection connection = database.getConnection()) {
      writing.on(connection);
    } catch (SQLException | RuntimeException e) {
      fail(changes, Remedy.explained(e));
      return;
    }
    changes.forEach(change -> change.done().complete(null));
  }

  private static void fail(List<? extends Change> changes, SQLException reason) {
    changes.forEach(change -> change.done().completeExceptionally(reason));
  }

  /** Takes no more, and writes what waits, if that is done within some seconds. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Writing {
    void on(Connection connection) throws SQLException;
  }
}
