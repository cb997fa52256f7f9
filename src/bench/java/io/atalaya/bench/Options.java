package io.atalaya.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the caller of a benchmark may choose: {@code --name=value} arguments.
 *
 * <p>The names asked for are the known ones; {@link #end} refuses all others. For one thread.
 */
final class Options {

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> known = new TreeMap<>();

  /** Reads arguments; one of another form is an {@link IllegalArgumentException}. */
  static Options parse(String... arguments) {
    Options options = new Options();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(argument + " is no option: give --name=value");
      }
      options.values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    return options;
  }

  /** The text given for {@code name}, else {@code absent}. */
  String text(String name, String absent) {
    known.put(name, absent);
    return values.getOrDefault(name, absent);
  }

  /** The whole number given for {@code name}, else {@code absent}; at least {@code least}. */
  long whole(String name, long absent, long least) {
    String text = text(name, Long.toString(absent));
    try {
      long value = Long.parseLong(text.replace("_", ""));
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with what would be right.
    }
    throw new IllegalArgumentException(
        "--%s: %s is no whole number of %d or more, as %d is".formatted(name, text, least, absent));
  }

  /** Refuses what was given and nobody asked for. */
  void end() {
    for (String name : values.keySet()) {
      if (!known.containsKey(name)) {
        throw new IllegalArgumentException(
            "--%s is unknown; known, with their defaults: %s".formatted(name, known));
      }
    }
  }
}
