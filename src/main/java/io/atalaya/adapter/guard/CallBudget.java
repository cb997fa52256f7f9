package io.atalaya.adapter.guard;

import java.time.Duration;

/**
 * How much of a request's time and of the process's memory calls to a store may take. An argument
 * out of its bounds is refused with a message that begins with its name.
 *
 * @param read how long a question may take, at least 1 ms
 * @param write how long keeping or forgetting may take, at least 1 ms
 * @param concurrent how many questions may be under way, and how many writes, at least 1
 */
public record CallBudget(Duration read, Duration write, int concurrent) {

  /** For Redis, which a request waits for. */
  public static final CallBudget REDIS =
      new CallBudget(Duration.ofMillis(50), Duration.ofMillis(500), 256);

  /** For PostgreSQL, which is asked when no nearer level has the answer. */
  public static final CallBudget POSTGRES =
      new CallBudget(Duration.ofMillis(100), Duration.ofSeconds(1), 64);

  public CallBudget {
    atLeastOneMilli("read", read);
    atLeastOneMilli("write", write);
    if (concurrent < 1) {
      throw new IllegalArgumentException(
          "concurrent: " + concurrent + " is below 1: give for example 256");
    }
  }

  private static void atLeastOneMilli(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          name + ": " + duration + " is below 1 ms: give for example 50ms");
    }
  }
}
