package io.atalaya.event;

import java.util.concurrent.CompletionStage;

/**
 * Port: puts one event on the log as a client of the broker would, after the checks that it will
 * meet there.
 *
 * <p>Safe for use by several threads; returns without waiting for the broker.
 */
public interface EventPublisher {

  /**
   * Publishes an event, keyed by its {@code id} (a lifecycle event: by its {@code model}; an
   * interaction that names no prediction: without a key).
   *
   * @param topic the input topic's name
   * @param body the event as JSON in UTF-8, or as a CloudEvent in structured mode; not changed by
   *     either side afterwards
   * @param contentType the media type of {@code body}, with its parameters if any
   * @return what became of it; the stage completes normally in every case that {@link Receipt}
   *     names
   */
  CompletionStage<Receipt> publish(String topic, byte[] body, String contentType);

  /** What became of an event. */
  sealed interface Receipt {

    /** It is on the log, at {@code offset} of {@code partition}. */
    record Published(int partition, long offset) implements Receipt {}

    /**
     * It would have become a dead letter, so it was not published.
     *
     * @param reason the dead letter's {@code atalaya-reason}
     * @param detail the dead letter's {@code atalaya-detail}: field, value and remedy
     */
    record Rejected(String reason, String detail) implements Receipt {}

    /**
     * The log cannot be reached; the same request may succeed later.
     *
     * @param detail what is wrong, for people
     */
    record Unavailable(String detail) implements Receipt {}
  }
}
