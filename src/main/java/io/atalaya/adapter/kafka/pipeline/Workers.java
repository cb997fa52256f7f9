package io.atalaya.adapter.kafka.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * The threads that count: each partition number belongs to one of them, which does what it is given
 * in the order in which it was given.
 *
 * <p>What waits is bounded by records: whoever gives more waits until there is room. One thread
 * gives.
 */
final class Workers implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Workers.class);

  /** Enough that the threads do not run dry while the next records are fetched. */
  private static final int MOST_RECORDS = 40_000;

  /** An error, such as too little memory, that leaves nobody knows what. */
  private static final int EXIT_DEFECT = 70;

  private final List<ExecutorService> threads = new ArrayList<>();
  private final Semaphore room = new Semaphore(MOST_RECORDS);

  /**
   * @param name what the threads do, for their names
   * @param count the number of threads, at least 1
   */
  Workers(String name, int count) {
    for (int i = 0; i < count; i++) {
      threads.add(
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().daemon().name(name + "-" + i).factory()));
    }
  }

  /** Gives work on the partitions of a number, which concerns {@code records} records. */
  void give(int number, int records, Runnable work) {
    int taken = Math.min(records, MOST_RECORDS);
    room.acquireUninterruptibly(taken);
    threads
        .get(number % threads.size())
        .execute(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error defect) {
                endProcess(defect);
              } finally {
                room.release(taken);
              }
            });
  }

  /** Waits until all that was given is done. */
  void drain() {
    CountDownLatch done = new CountDownLatch(threads.size());
    threads.forEach(thread -> thread.execute(done::countDown));
    try {
      done.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends this process at once. Of what was polled a part may be counted and the rest not; nothing
   * of it is committed, and whoever comes next reads it again.
   */
  static void endProcess(Throwable defect) {
    LOG.fatal("Cannot go on counting; this process ends", defect);
    Runtime.getRuntime().halt(EXIT_DEFECT);
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdownNow);
  }
}
