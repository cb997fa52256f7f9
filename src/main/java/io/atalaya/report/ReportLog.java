package io.atalaya.report;

import io.atalaya.monitor.Digest;
import java.time.Instant;

/** Port: what is on the log for reports. Safe for use by several threads. */
public interface ReportLog {

  /** Takes what is read, in the order of each model's partition. */
  interface Listener {

    /**
     * Takes what is kept of a version at a whole hour; a later one of the same hour replaces it.
     */
    void digest(Digest digest);

    /** Takes a signal. */
    void signal(PastSignal signal);

    /** Takes an invalidation. */
    void invalidation(PastInvalidation invalidation);

    /** Takes note that a report went out by a channel. */
    void delivered(Delivery delivery);
  }

  /** The log cannot be used; the message says what to do. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String detail) {
      super(detail);
    }
  }

  /**
   * Hands over what was appended from {@code from} on; what it is about may be older.
   *
   * @throws UnavailableException when the log cannot be read
   */
  void read(Instant from, Listener listener) throws UnavailableException;

  /**
   * Notes that a report went out, so that no other instance sends it again.
   *
   * @throws UnavailableException when the log takes nothing
   */
  void delivered(Delivery delivery) throws UnavailableException;
}
