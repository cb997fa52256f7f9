package io.atalaya.adapter.inference;

import org.jspecify.annotations.Nullable;

/** The model server's answer is none that is cached: an error, no tensors, or too large. */
final class NotKept extends RuntimeException {

  private final UpstreamAnswer.@Nullable Whole answer;

  /**
   * @param answer for all who wait for it; null when it is too large to be kept for them
   */
  NotKept(UpstreamAnswer.@Nullable Whole answer) {
    super("not kept", null, false, false);
    this.answer = answer;
  }

  UpstreamAnswer.@Nullable Whole answer() {
    return answer;
  }
}
