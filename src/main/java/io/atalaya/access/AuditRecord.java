package io.atalaya.access;

import java.util.Locale;

/**
 * One attempt to change something.
 *
 * @param subject who tried
 * @param method the HTTP method
 * @param target the path
 * @param outcome what became of it
 * @param status the HTTP status of the answer
 * @param reason why it was refused; {@code -} where the status says all
 * @param source the address that it came from
 */
public record AuditRecord(
    String subject,
    String method,
    String target,
    Outcome outcome,
    int status,
    String reason,
    String source) {

  private static final int LONGEST = 512;

  /** What became of an attempt; the wire names are the constants' names in lower case. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It was refused, by whatever check. */
    REFUSED,
    /** It was let in, and failed. */
    FAILED;

    /** The outcome that an HTTP status tells. */
    public static Outcome of(int status) {
      return status < 400 ? DONE : status < 500 ? REFUSED : FAILED;
    }
  }

  /**
   * The record as one line: {@code name="value"}, blanks between. Values are at most 512 characters
   * long; quotes, backslashes and whatever is not printable ASCII are written as JSON escapes, so
   * that nobody can end the line, forge another, or turn its direction.
   */
  public String line() {
    StringBuilder line = new StringBuilder();
    field(line, "subject", subject);
    field(line, "method", method);
    field(line, "target", target);
    field(line, "outcome", outcome.name().toLowerCase(Locale.ROOT));
    field(line, "status", Integer.toString(status));
    field(line, "reason", reason);
    field(line, "source", source);
    return line.toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    line.append(line.isEmpty() ? "" : " ").append(name).append("=\"");
    int length = Math.min(value.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      escape(line, value.charAt(i));
    }
    line.append(value.length() > LONGEST ? "...\"" : "\"");
  }

  private static void escape(StringBuilder line, char c) {
    if (c == '"' || c == '\\') {
      line.append('\\').append(c);
    } else if (c < ' ' || c > '~') {
      line.append("\\u%04x".formatted((int) c));
    } else {
      line.append(c);
    }
  }
}
