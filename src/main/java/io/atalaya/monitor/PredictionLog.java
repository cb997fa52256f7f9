package io.atalaya.monitor;

import io.atalaya.event.Prediction;

/** Port: the predictions that are on the log. Safe for use by several threads. */
public interface PredictionLog {

  /** Takes what is read. */
  interface Listener {

    /** Takes a prediction, of any model. */
    void predicted(Prediction prediction);

    /** Takes note how far the reading has come, in records. */
    void progressed(long read, long all);
  }

  /** The log cannot be read, or not all of it; the message says what to do. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String detail) {
      super(detail);
    }
  }

  /**
   * Hands over the predictions that were appended in a time, in no particular order.
   *
   * @param fromMillis in milliseconds since the epoch
   * @param toMillis exclusive
   */
  void read(long fromMillis, long toMillis, Listener listener) throws UnreadableException;
}
