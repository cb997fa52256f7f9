package io.atalaya.bootstrap;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The quantities that a configuration is written in.
 *
 * <p>Every method refuses a text that is none with an {@link IllegalArgumentException} that shows
 * the text and an example of a good one.
 */
final class Quantities {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,18})\\s*(ms|s|m|h|d)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB)");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Quantities() {}

  /** A length of time with its unit, such as {@code 100ms}, {@code 5m} or {@code 7d}; or 0. */
  static Duration duration(String text, String example) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s is no duration: give a whole number and a unit (ms, s, m, h, d), for example %s"
              .formatted(text, example));
    }
    long millis =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 86_400_000;
        };
    long count = Long.parseLong(matcher.group(1));
    if (count > LONGEST.toMillis() / millis) {
      throw new IllegalArgumentException(
          text + " is above 3650d: give a shorter duration, for example " + example);
    }
    return Duration.ofMillis(count * millis);
  }

  /** A finite number. */
  static double number(String text, String example) {
    double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(text + " is no number: give one, for example " + example);
    }
    return number;
  }

  /** A share: a number, or a percentage such as {@code 5%}. */
  static double ratio(String text, String example) {
    String share = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
    if (!NUMBER.matcher(share).matches() || !Double.isFinite(Double.parseDouble(share))) {
      throw new IllegalArgumentException(
          text + " is no ratio: give a number or a percentage, for example " + example);
    }
    // By way of BigDecimal, so that 5% is the same double as 0.05.
    BigDecimal decimal = new BigDecimal(share);
    return (text.endsWith("%") ? decimal.movePointLeft(2) : decimal).doubleValue();
  }

  /** A whole number. */
  static long whole(String text, String example) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          text + " is no whole number: give one, for example " + example);
    }
    return Long.parseLong(text);
  }

  /** A size with its unit, such as {@code 64MB}; a kilobyte has 1,024 bytes. */
  static long bytes(String text, String example) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s is no size: give a whole number and a unit (B, KB, MB, GB), for example %s"
              .formatted(text, example));
    }
    int shift =
        switch (matcher.group(2)) {
          case "B" -> 0;
          case "KB" -> 10;
          case "MB" -> 20;
          default -> 30;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** {@code true} or {@code false}. */
  static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(text + " is neither true nor false: give one of them");
    };
  }

  /** One of the constants of {@code type}, written in lower case. */
  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (name(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Quantities::name).toList();
    throw new IllegalArgumentException(text + " is unknown: " + Suggestion.of(text, names, "give"));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
