package io.atalaya.adapter.kafka.decode;

/** Why an event went to the dead letters; {@code kafka/README.md} has the remedy for each. */
public enum Reason {
  /** Not one JSON object in UTF-8: empty, broken, cut off, nested too deep. */
  MALFORMED("malformed"),
  /** A required field is missing or null. */
  INCOMPLETE("incomplete"),
  /** A field has a wrong type or is out of its range. */
  INVALID("invalid"),
  /** A number is NaN or infinite, or too large for a double. */
  NON_FINITE("non-finite"),
  /** The event time is more than five minutes after the record's timestamp. */
  FUTURE("future"),
  /** One model more than the instance may monitor. */
  MODEL_LIMIT("model-limit"),
  /** The value has more bytes than an event may have. */
  OVERSIZED("oversized");

  private final String wireName;

  Reason(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the header {@code atalaya-reason} and in the label {@code reason}. */
  public String wireName() {
    return wireName;
  }
}
