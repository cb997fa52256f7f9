package io.atalaya.report;

/** Port: a way that reports go out by. Safe for use by several threads. */
public interface ReportChannel {

  /** Its name, for markers, metrics and messages: {@code mail}, {@code webhook}. */
  String name();

  /**
   * Sends a report.
   *
   * @throws UndeliveredException when it did not arrive, or it is not known whether it did
   */
  void send(Report report) throws UndeliveredException;

  /** A report did not go out; the message says why, and what to do. */
  final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    public UndeliveredException(String detail) {
      super(detail);
    }
  }
}
