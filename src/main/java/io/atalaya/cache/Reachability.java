package io.atalaya.cache;

import java.time.Instant;

/** Whether a store answers, as far as the last attempt tells. */
public sealed interface Reachability {

  /** Nobody has tried. */
  record Untried() implements Reachability {}

  /**
   * It answers.
   *
   * @param since the first answer after which no attempt failed
   */
  record Reachable(Instant since) implements Reachability {}

  /**
   * It does not answer.
   *
   * @param since the first failure after which no attempt succeeded
   * @param detail why the last attempt failed, for people
   */
  record Unreachable(Instant since, String detail) implements Reachability {}
}
