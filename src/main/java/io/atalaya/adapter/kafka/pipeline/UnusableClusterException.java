package io.atalaya.adapter.kafka.pipeline;

/** The cluster cannot be worked with as it is; the message says why and what to do. */
public final class UnusableClusterException extends RuntimeException {

  private final String problem;

  UnusableClusterException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong and what to do, on one line. */
  public String problem() {
    return problem;
  }
}
