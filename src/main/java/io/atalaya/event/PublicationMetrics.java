package io.atalaya.event;

/**
 * Port: counts the answers of which no event was published. Implementations are safe for use by
 * several threads.
 */
public interface PublicationMetrics {

  /** Why there is no event; the wire names are the constants' names in lower case. */
  enum Reason {
    /** More waited to be published than are kept. */
    DROPPED,
    /** The log could not be reached. */
    UNAVAILABLE,
    /** The event would have become a dead letter. */
    REJECTED,
    /**
     * The answer says nothing that could be published: no such output, too large, too many rows.
     */
    UNREADABLE
  }

  /** There is no event of an answer of this model. */
  void unpublished(String model, Reason reason);
}
