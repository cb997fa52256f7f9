package io.atalaya.demo;

import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.serve.InferenceService;
import io.atalaya.demo.serve.Replay;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The replay and the inference service that it asks, on a thread of their own. */
final class Traffic implements AutoCloseable {

  /** How long after its beginning an hour's demand is known, in recorded time. */
  private static final Duration LABEL_DELAY = Duration.ofHours(24);

  private static final int WARM_UP = 500;

  private final Replay replay;
  private final FutureTask<?> task;
  private final Thread thread;

  private Traffic(Replay replay, FutureTask<?> task) {
    this.replay = replay;
    this.task = task;
    thread = new Thread(task, "traffic");
  }

  /**
   * Begins the replay.
   *
   * @param hours what happens again
   * @param hoursPerSecond recorded hours in a second
   */
  static Traffic start(String bootstrapServers, List<DemandHour> hours, double hoursPerSecond) {
    DemandModel model = DemandModel.load();
    // As before any deployment: the first answers of a process are slow, and not the model's fault.
    for (int i = 0; i < WARM_UP; i++) {
      model.forecast(hours.get(i % hours.size()).inputs());
    }
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
            new StringSerializer(),
            new StringSerializer());
    Replay replay =
        new Replay(
            hours,
            hoursPerSecond,
            LABEL_DELAY,
            new InferenceService(model, producer, Clock.systemUTC()));
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              try (model;
                  producer) {
                replay.run();
              }
            },
            null);
    Traffic traffic = new Traffic(replay, task);
    traffic.thread.start();
    return traffic;
  }

  /** How much of the replay has happened, 0 to 1. */
  double progress() {
    return replay.progress();
  }

  /** The recorded day at which the replay is. */
  LocalDate day() {
    return replay.day();
  }

  /**
   * Whether all has happened and Kafka has it.
   *
   * @throws DemonstrationException when the inference service failed
   */
  boolean isOver() throws InterruptedException {
    if (!task.isDone()) {
      return false;
    }
    try {
      task.get();
      return true;
    } catch (ExecutionException e) {
      throw new DemonstrationException("The inference service failed: " + e.getCause());
    }
  }

  /**
   * Ends the replay where it is, and returns when its thread has ended or this one is interrupted.
   */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
