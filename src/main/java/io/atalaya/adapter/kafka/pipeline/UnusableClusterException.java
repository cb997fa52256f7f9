package io.atalaya.adapter.kafka.pipeline;

/** The cluster cannot be worked with as it is; the message says why and what to do. */
public final class UnusableClusterException extends RuntimeException {

  UnusableClusterException(String message) {
    super(message);
  }
}
