package io.atalaya.demo.terminal;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** What the pipeline decided, as it stands on its output topics. */
public sealed interface Notice {

  /** The time that the decision is about. */
  Instant time();

  /**
   * A check of a model began to fire, or was resolved.
   *
   * @param model whose
   * @param check the name of the check
   * @param firing whether it fires
   * @param severity {@code info}, {@code warning} or {@code critical}
   * @param window the window judged: {@code 10s}, for example
   * @param observed the figure, when it has one
   * @param threshold the bound, when it has one
   * @param features the inputs concerned, when the check is about inputs
   */
  record Signal(
      Instant time,
      String model,
      String check,
      boolean firing,
      String severity,
      String window,
      OptionalDouble observed,
      OptionalDouble threshold,
      List<String> features)
      implements Notice {}

  /**
   * The predictions cached so far are no longer valid.
   *
   * @param epoch the model's new epoch
   * @param reason the check that caused it
   */
  record Invalidation(Instant time, long epoch, String reason) implements Notice {}
}
