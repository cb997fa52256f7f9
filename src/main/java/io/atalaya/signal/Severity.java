package io.atalaya.signal;

/** How urgent a signal is, in rising order. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
