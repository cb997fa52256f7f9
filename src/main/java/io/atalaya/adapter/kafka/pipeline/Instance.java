package io.atalaya.adapter.kafka.pipeline;

import java.util.regex.Pattern;

/**
 * What this instance is called, now and after its next start. Kafka knows its consumers and its
 * transactions by this name: whoever comes with the name of a predecessor takes its place at once,
 * ends its open transactions, and shuts it out should it still run.
 *
 * @param name 1 to 200 letters, digits, dots, hyphens and underscores; no two processes that run at
 *     one time may have the same
 */
public record Instance(String name) {

  /** What Kafka permits is 249, and the names of transactions begin with a word of their own. */
  private static final int LONGEST = 200;

  private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9._-]");

  /**
   * @throws IllegalArgumentException when Kafka would refuse the name
   */
  public Instance {
    if (name.isEmpty()
        || name.length() > LONGEST
        || ILLEGAL.matcher(name).find()
        || name.matches("[.]{1,2}")) {
      throw new IllegalArgumentException(
          "'%s' is no name of an instance: give 1 to %d letters, digits, dots, hyphens or underscores, for example atalaya-0"
              .formatted(name, LONGEST));
    }
  }

  /**
   * The name of a process that was given none: where others find it, which no two processes share.
   *
   * @param host the name of the machine or container
   * @param place tells processes on one host apart
   */
  public static Instance at(String host, String place) {
    String legal = ILLEGAL.matcher(host + "-" + place).replaceAll("-");
    return new Instance(legal.substring(Math.max(0, legal.length() - LONGEST)));
  }
}
