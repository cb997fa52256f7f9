package io.atalaya.adapter.report;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who gets reports by mail. The server is that of {@code quarkus.mailer}.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param from the sender's address
 * @param to the addresses that reports go to, 1 to 50
 */
public record MailSettings(String from, List<String> to) {

  private static final int MOST_RECIPIENTS = 50;

  /** Good enough to find a slip, and free of what could begin another header. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>,;:\"\\p{Cntrl}]+@[^\\s<>,;:@\"\\p{Cntrl}]+");

  public MailSettings {
    to = List.copyOf(to);
    require("from", from);
    if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
      throw new IllegalArgumentException(
          "to: has %d addresses: give 1 to %d".formatted(to.size(), MOST_RECIPIENTS));
    }
    to.forEach(address -> require("to", address));
  }

  private static void require(String key, String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "%s: %s is no address: give one, for example ops@example.com".formatted(key, address));
    }
  }
}
