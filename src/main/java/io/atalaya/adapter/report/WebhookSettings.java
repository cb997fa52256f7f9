package io.atalaya.adapter.report;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where reports are posted to.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param url the address, {@code http} or {@code https}
 * @param token what stands after {@code Authorization: Bearer}; null for none
 * @param timeout how long an answer is waited for, above 0 and at most a minute
 */
public record WebhookSettings(URI url, @Nullable String token, Duration timeout) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  public WebhookSettings {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "url: %s is no address of a web server: give one, for example https://example.com/reports"
              .formatted(url));
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout: %d ms is out of range: give more than 0 and at most 1m"
              .formatted(timeout.toMillis()));
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "WebhookSettings[url=%s, timeout=%s]".formatted(url, timeout);
  }
}
