package io.atalaya.bench;

/** A benchmark cannot be run, or found what it must not; the message says what to do. */
public final class BenchmarkException extends RuntimeException {

  public BenchmarkException(String message) {
    super(message);
  }

  public BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
