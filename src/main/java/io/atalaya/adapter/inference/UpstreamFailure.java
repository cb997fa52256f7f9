package io.atalaya.adapter.inference;

/** The model server gave no answer. Its address and the cause's words are not for callers. */
final class UpstreamFailure extends RuntimeException {

  /** Why there is none. */
  enum Kind {
    /** It did not answer in time. */
    TIMEOUT(504, "timeout", "the model server did not answer in time"),
    /** It cannot be reached, or broke the connection. */
    CONNECTION(502, "connection", "the model server cannot be reached, or broke the connection"),
    /** Too many wait for a connection to it. */
    BUSY(503, "overload", "too many requests wait for the model server: try again later"),
    /** Nobody waits for the answer any more. */
    ABANDONED(503, "abandoned", "nobody waited for the answer: try again");

    private final int status;
    private final String word;
    private final String detail;

    Kind(int status, String word, String detail) {
      this.status = status;
      this.word = word;
      this.detail = detail;
    }

    int status() {
      return status;
    }

    /** What the event of the failure says. */
    String word() {
      return word;
    }

    /** What the caller is told. */
    String detail() {
      return detail;
    }
  }

  private final Kind kind;

  UpstreamFailure(Kind kind) {
    super(kind.detail, null, false, false);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
