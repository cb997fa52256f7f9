package io.atalaya.demo;

import java.io.Serial;

/** The demonstration cannot go on; its message tells the viewer why and what to do. */
final class DemonstrationException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  DemonstrationException(String message) {
    super(message);
  }
}
