package io.atalaya.availability;

import java.time.Duration;

/** The state of a target, as one question found it. */
public sealed interface Observation {

  /**
   * The answer was right and in time.
   *
   * @param took from the question to the answer
   */
  record Up(Duration took) implements Observation {}

  /**
   * The answer was right, and late.
   *
   * @param took from the question to the answer
   */
  record Slow(Duration took) implements Observation {}

  /**
   * The answer was not what it should be.
   *
   * @param took from the question to the answer
   * @param detail what is wrong with it, for people
   */
  record Wrong(Duration took, String detail) implements Observation {}

  /**
   * There was no answer.
   *
   * @param detail why not, for people
   */
  record Down(String detail) implements Observation {}

  /**
   * What an answer says of the target.
   *
   * @param took from the question to the answer
   * @param slow above it a right answer is slow
   */
  static Observation of(Answer answer, Duration took, Duration slow) {
    return switch (answer) {
      case Answer.Right() -> took.compareTo(slow) > 0 ? new Slow(took) : new Up(took);
      case Answer.Wrong(String detail) -> new Wrong(took, detail);
      case Answer.None(String detail) -> new Down(detail);
    };
  }

  /** Whether the target can be worked with: slow is still up, a wrong answer is not. */
  default boolean isUp() {
    return switch (this) {
      case Up ignored -> true;
      case Slow ignored -> true;
      case Wrong ignored -> false;
      case Down ignored -> false;
    };
  }
}
