package io.atalaya.cache;

/** What became of an answer that was to be kept. */
public sealed interface Storing {

  /** It is kept. */
  record Stored(CachedAnswer answer) implements Storing {}

  /** It is not. */
  record Refused(Reason reason) implements Storing {}

  /** Why an answer is not kept; the wire names are the constants' names in lower case. */
  enum Reason {
    /** The model was less sure of it than is asked for. */
    LOW_CONFIDENCE,
    /** It was invalidated while the model was being asked. */
    STALE,
    /** It is larger than is kept. */
    TOO_LARGE,
    /** It had expired before it came. */
    EXPIRED
  }
}
