package io.atalaya.demo;

import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.serve.CachedForecasts;
import io.atalaya.demo.serve.DemandService;
import io.atalaya.demo.serve.EventLog;
import io.atalaya.demo.serve.Replay;
import io.atalaya.demo.serve.ShopService;
import io.atalaya.demo.serve.TextService;
import io.atalaya.demo.shop.PurchaseModel;
import io.atalaya.demo.shop.ShopHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The replay and the inference services that it asks, on a thread of their own. */
public final class Traffic implements AutoCloseable {

  /** Time to plan what happens. */
  private static final Duration PLANNING = Duration.ofSeconds(1);

  private final Instant start;
  private final DemandService demand;
  private final Replay replay;
  private final FutureTask<?> task;
  private final Thread thread;

  private Traffic(Instant start, DemandService demand, Replay replay, FutureTask<?> task) {
    this.start = start;
    this.demand = demand;
    this.replay = replay;
    this.task = task;
    thread = new Thread(task, "traffic");
  }

  /**
   * Begins the replay, which is as long as that of the hours.
   *
   * @param forecasts answer what is asked about the hours
   * @param before the hours to warm up with
   * @param hours the hours of bike rentals that happen again
   * @param hoursPerSecond recorded hours in a second
   * @param shop the visits to the shop, of which those happen again that its model has not seen
   */
  public static Traffic start(
      String bootstrapServers,
      CachedForecasts forecasts,
      List<DemandHour> before,
      List<DemandHour> hours,
      double hoursPerSecond,
      ShopHistory shop)
      throws InterruptedException {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
            new StringSerializer(),
            new StringSerializer());
    EventLog log = new EventLog(producer);
    DemandService demand = new DemandService(hours, forecasts, log, Clock.systemUTC());
    demand.warmUp(before);
    PurchaseModel purchases = PurchaseModel.train(shop.training().sessions());
    ShopService visits = new ShopService(shop.served().sessions(), purchases, log);
    Duration length =
        Duration.ofNanos((long) (demand.span().toSeconds() / 3600.0 / hoursPerSecond * 1e9));
    Instant start = Instant.now().plus(PLANNING);
    TextService texts = new TextService(log, Clock.systemUTC());
    Replay replay = new Replay(List.of(demand, visits, texts), start, length);
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              try (producer;
                  demand) {
                replay.run();
              }
            },
            null);
    Traffic traffic = new Traffic(start, demand, replay, task);
    traffic.thread.start();
    return traffic;
  }

  /** When the replay begins. */
  public Instant start() {
    return start;
  }

  /** How much of the replay has happened, 0 to 1. */
  public double progress() {
    return replay.progress();
  }

  /** The recorded day at which the replay of the hours is. */
  LocalDate day() {
    return demand.day();
  }

  /**
   * Whether all has happened and Kafka has it.
   *
   * @throws DemonstrationException when the inference service failed
   */
  public boolean isOver() throws InterruptedException {
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
