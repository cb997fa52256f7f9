package io.atalaya.access;

/** Port: counts requests that were refused. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface AccessMetrics {

  /** A request was refused. */
  void denied(Decision.Reason reason);
}
