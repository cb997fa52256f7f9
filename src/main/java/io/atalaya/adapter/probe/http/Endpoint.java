package io.atalaya.adapter.probe.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server is, and what it must be shown. An argument out of its bounds is refused with a
 * message that begins with its configuration key.
 *
 * @param url scheme, host, and port and path where they are needed; without a slash at its end
 * @param tokenFile the file with the bearer token, read anew for each question
 * @param caFile the certificates to trust, in PEM; the JVM's trust store when none are given
 */
public record Endpoint(URI url, Optional<Path> tokenFile, Optional<Path> caFile) {

  public Endpoint {
    boolean address =
        ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
            && url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!address) {
      throw new IllegalArgumentException(
          "url: %s is no address of a server: give scheme, host and port, for example http://ovms:8000"
              .formatted(url));
    }
    if (caFile.isPresent() && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "ca-file: %s is for a url that begins with https, not for %s"
              .formatted(caFile.get(), url));
    }
    url = URI.create(url.toString().replaceFirst("/+$", ""));
  }

  /**
   * Reads an address as it is written.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          text + " is no address: give scheme, host and port, for example http://ovms:8000", e);
    }
  }

  /** The address of a path of this server, which begins with a slash and is encoded. */
  URI at(String path) {
    return URI.create(url + path);
  }
}
