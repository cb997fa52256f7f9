package io.atalaya.adapter.inference;

import org.jspecify.annotations.Nullable;

/**
 * A request that was answered, or not, as it is published.
 *
 * @param model the model's name
 * @param request what was asked
 * @param id the identifier that the answer carries
 * @param version the version that the path or the failure names; null for none
 * @param timeMillis when it was answered, in milliseconds since the epoch
 * @param latencyMillis how long that took
 * @param cached whether the model was not asked for it
 * @param result what came of it
 */
record Answered(
    String model,
    InferenceRequest request,
    String id,
    @Nullable String version,
    long timeMillis,
    double latencyMillis,
    boolean cached,
    Result result) {

  private static final int OVERHEAD = 500;

  /** What came of a request. */
  sealed interface Result {}

  /** An answer that was read. */
  record Read(ModelAnswer answer) implements Result {}

  /** An answer that is still to be read. */
  record Unread(Reply reply, AnswerReader reader) implements Result {}

  /** None: a short machine-readable word for why. */
  record Failed(String error) implements Result {}

  /** About what it takes in memory, in bytes. */
  int weight() {
    return OVERHEAD
        + switch (result) {
          case Read ignored -> 0;
          case Unread(Reply reply, AnswerReader ignored) -> reply.body().length;
          case Failed ignored -> 0;
        };
  }
}
