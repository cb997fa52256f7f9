package io.atalaya.cache;

/**
 * Counts what came of calls to stores outside this process. Implementations are safe for use by
 * several threads. The wire names are the constants' names in lower case.
 */
public interface LevelMetrics {

  /** What was wanted. */
  enum Operation {
    FIND,
    STORE,
    REMOVE,
    /** The lock of a load was to be taken. */
    LOCK
  }

  /** What came of it. All but the first mean that the store was as if it were not there. */
  enum Outcome {
    OK,
    /** It could not be reached, or refused. */
    FAILED,
    /** It did not answer within the time budget. */
    TIMEOUT,
    /** It was not asked: as many calls as may were under way. */
    REJECTED,
    /** It was not asked: the calls before had failed. */
    OPEN
  }

  /** A call has ended, or was not made. */
  void result(String level, Operation operation, Outcome outcome);
}
