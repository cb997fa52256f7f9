package io.atalaya.adapter.inference;

import java.io.IOException;

/** A body is no message of the protocol; the message says why, for people. */
final class Malformed extends IOException {

  Malformed(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    // Whoever sends nonsense is told so; where it was found out is of no interest.
    return this;
  }
}
