package io.atalaya.codec;

import java.util.Arrays;
import java.util.List;
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

  /** The parts of what {@link #of} made. */
  public static List<String> parts(String key) {
    return Arrays.stream(key.split("/", -1))
        .map(part -> part.replace("%2F", "/").replace("%25", "%"))
        .toList();
  }
}
