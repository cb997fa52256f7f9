package io.atalaya.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the caller of a benchmark may choose: {@code --name=value} arguments.
 *
 * <p>The names asked for are the known ones; {@link #end} refuses all others. For one thread.
 */
public final class Options {

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> known = new TreeMap<>();

  /** Reads arguments; one of another form is an {@link IllegalArgumentException}. */
  public static Options parse(String... arguments) {
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
  public String text(String name, String absent) {
    known.put(name, absent);
    return values.getOrDefault(name, absent);
  }

  /** The whole number given for {@code name}, else {@code absent}; at least {@code least}. */
  public long whole(String name, long absent, long least) {
    String example = Long.toString(absent);
    return whole(name, text(name, example), least, example);
  }

  /** The whole numbers given for {@code name}, commas between them, else {@code absent}. */
  public int[] wholes(String name, String absent, int least) {
    return Stream.of(text(name, absent).split(",", -1))
        .mapToInt(text -> Math.toIntExact(whole(name, text, least, absent)))
        .toArray();
  }

  private static long whole(String name, String text, long least, String example) {
    try {
      long value = Long.parseLong(text.replace("_", ""));
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with what would be right.
    }
    throw new IllegalArgumentException(
        "--%s: %s is no whole number of %d or more, as %s is"
            .formatted(name, text, least, example));
  }

  /** Refuses what was given and nobody asked for. */
  public void end() {
    for (String name : values.keySet()) {
      if (!known.containsKey(name)) {
        throw new IllegalArgumentException(
            "--%s is unknown; known, with their defaults: %s".formatted(name, known));
      }
    }
  }
}
