package io.atalaya.adapter.inference;

import io.atalaya.event.EventPublisher;
import io.atalaya.event.EventPublisher.Receipt;
import io.atalaya.event.PublicationMetrics;
import io.atalaya.event.PublicationMetrics.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Publishes what was answered, behind the answers: whoever hands something in never waits, and what
 * does not fit is dropped and counted.
 *
 * <p>One thread reads, writes and sends. Safe for use by several threads. Memory: at most {@value
 * #MOST} requests and {@value #MOST_BYTES} bytes of answers, and {@value #MOST_SENT} events on
 * their way.
 */
final class EventQueue implements AutoCloseable {

  private static final String TOPIC = "inference.predictions";
  private static final int MOST = 8_192;
  private static final long MOST_BYTES = 64 << 20;
  private static final int MOST_SENT = 1_024;

  private final EventPublisher publisher;
  private final PublicationMetrics metrics;
  private final Map<String, PredictionEvents> events;
  private final BlockingQueue<Answered> queue = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong bytes = new AtomicLong();
  private final Semaphore sending = new Semaphore(MOST_SENT);
  private final Thread thread;

  EventQueue(
      Map<String, FrontSettings> models, EventPublisher publisher, PublicationMetrics metrics) {
    this.publisher = publisher;
    this.metrics = metrics;
    events =
        models.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, model -> new PredictionEvents(model.getValue().classes())));
    thread = Thread.ofPlatform().daemon().name("inference-events").unstarted(this::run);
    if (!models.isEmpty()) {
      thread.start();
    }
  }

  /** Hands in what was answered; returns at once. */
  void offer(Answered answered) {
    int weight = answered.weight();
    if (bytes.addAndGet(weight) > MOST_BYTES || !queue.offer(answered)) {
      bytes.addAndGet(-weight);
      metrics.unpublished(answered.model(), Reason.DROPPED);
    }
  }

  /** There is an answer that cannot be published. */
  void unreadable(String model) {
    metrics.unpublished(model, Reason.UNREADABLE);
  }

  private void run() {
    try {
      while (true) {
        Answered answered = queue.take();
        publish(answered);
        bytes.addAndGet(-answered.weight());
      }
    } catch (InterruptedException closed) {
      // The end of this thread.
    }
  }

  private void publish(Answered answered) throws InterruptedException {
    List<byte[]> written;
    try {
      written = writer(answered.model()).of(answered);
    } catch (Malformed | RuntimeException e) {
      written = List.of();
    }
    if (written.isEmpty()) {
      unreadable(answered.model());
    }
    for (byte[] event : written) {
      sending.acquire();
      send(answered.model(), event);
    }
  }

  private PredictionEvents writer(String model) {
    return events.getOrDefault(model, new PredictionEvents(List.of()));
  }

  private void send(String model, byte[] event) {
    try {
      var unused =
          publisher
              .publish(TOPIC, event, "application/json")
              .whenComplete(
                  (receipt, failure) -> {
                    sending.release();
                    if (failure == null) {
                      count(model, receipt);
                    } else {
                      metrics.unpublished(model, Reason.UNAVAILABLE);
                    }
                  });
    } catch (RuntimeException e) {
      sending.release();
      metrics.unpublished(model, Reason.UNAVAILABLE);
    }
  }

  private void count(String model, Receipt receipt) {
    switch (receipt) {
      case Receipt.Published ignored -> {}
      case Receipt.Rejected ignored -> metrics.unpublished(model, Reason.REJECTED);
      case Receipt.Unavailable ignored -> metrics.unpublished(model, Reason.UNAVAILABLE);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
