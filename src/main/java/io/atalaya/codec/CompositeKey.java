package io.atalaya.codec;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A record key made of several names. */
public final class CompositeKey {

  private CompositeKey() {}

  /**
   * The parts with a slash between them. A slash or percent sign inside a part is percent-encoded,
   * so that different parts never give the same key.
   */
  public static String of(String... parts) {
    return Arrays.stream(parts)
        .map(part -> part.replace("%", "%25").replace("/", "%2F"))
        .collect(Collectors.joining("/"));
  }
}
