package io.atalaya.adapter.kafka.decode;

import io.atalaya.event.Event;

/** What became of a record's value. */
public sealed interface Decoded {

  /** An event that keeps every rule of the contract. */
  record Accepted(Event event) implements Decoded {}

  /**
   * No event.
   *
   * @param reason the kind of fault
   * @param detail words for the producer's developer: the field, its value and what would be right
   */
  record Rejected(Reason reason, String detail) implements Decoded {}
}
