package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.codec.IsoTime;
import io.atalaya.event.Label;
import io.atalaya.event.PredictionId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one field, checked. The parser stands on the value; a null is a value that was
 * not given: null, NaN or {@link #ABSENT}. For one thread.
 */
final class FieldReader {

  /** The time of an event that gives none. */
  static final long ABSENT = Long.MIN_VALUE;

  /** The largest magnitude of a number: squares and their sums stay finite. */
  static final double MAX_MAGNITUDE = 1e100;

  private static final String IDENTIFIER = "a string of 1 to 256 characters, none a control";
  private static final String TIME =
      "ISO 8601 with a time of day, such as 2026-11-23T10:15:00Z, or epoch milliseconds";

  private final RecentStrings recent;

  FieldReader(RecentStrings recent) {
    this.recent = recent;
  }

  /** An identifier that comes again: of a model, a version, a segment, a kind of error. */
  @Nullable String name(JsonParser json) throws IOException, Rejection {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> checked(recentText(json), json);
      default -> throw Rejection.invalid(json, IDENTIFIER);
    };
  }

  /** A word of at most {@code most} characters that comes again. */
  @Nullable String word(JsonParser json, int most) throws IOException, Rejection {
    String word = name(json);
    if (word != null && word.codePointCount(0, word.length()) > most) {
      throw Rejection.invalid(
          json, "a string of 1 to %d characters, none a control".formatted(most));
    }
    return word;
  }

  /** An identifier of one event: a string, or a JSON integer taken as its text. */
  @Nullable PredictionId id(JsonParser json) throws IOException, Rejection {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING, VALUE_NUMBER_INT -> PredictionId.of(checked(json.getText(), json));
      default -> throw Rejection.invalid(json, IDENTIFIER + ", or an integer");
    };
  }

  /** A number, or the name of a class: a string or a boolean. */
  @Nullable Label label(JsonParser json) throws IOException, Rejection {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Label.Numeric(finite(json));
      case VALUE_STRING -> new Label.Category(checked(category(json), json));
      case VALUE_TRUE -> new Label.Category("true");
      case VALUE_FALSE -> new Label.Category("false");
      default ->
          throw Rejection.invalid(json, "a number, or a class: " + IDENTIFIER + ", or boolean");
    };
  }

  /** A finite number from {@code min} to {@code max}; NaN when not given. */
  double number(JsonParser json, double min, double max) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    if (!json.currentToken().isNumeric()) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        rejectNonFinite(json.getText(), json);
      }
      throw Rejection.invalid(json, "a number" + range(min, max));
    }
    double number = finite(json);
    if (number < min || number > max) {
      throw Rejection.invalid(json, "a number" + range(min, max));
    }
    return number;
  }

  /** Any finite number of a moderate magnitude; the parser stands on a number. */
  double finite(JsonParser json) throws IOException, Rejection {
    double number = json.getDoubleValue();
    if (Math.abs(number) <= MAX_MAGNITUDE) {
      return number;
    }
    if (!Double.isFinite(number)) {
      throw Rejection.nonFinite(json);
    }
    throw Rejection.invalid(json, "from -1e100 to 1e100 (magnitude above 1e100)");
  }

  /** A string as the name of a category, empty or not; the parser stands on a string. */
  String category(JsonParser json) throws IOException, Rejection {
    String text = recentText(json);
    rejectNonFinite(text, json);
    if (!Text.isWellFormed(text)) {
      throw Rejection.invalid(json, "a string without unpaired surrogates");
    }
    return text;
  }

  @Nullable Boolean bool(JsonParser json) throws IOException, Rejection {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw Rejection.invalid(json, "true or false");
    };
  }

  /** Words for people, of at most {@code max} characters. */
  @Nullable String words(JsonParser json, int max) throws IOException, Rejection {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> {
        String text = json.getText();
        if (text.length() > max) {
          throw Rejection.invalid(json, "a string of at most " + max + " characters");
        }
        yield text;
      }
      default -> throw Rejection.invalid(json, "a string");
    };
  }

  /** A whole number from 0 to {@code max}; NaN when not given. */
  double whole(JsonParser json, double max) throws IOException, Rejection {
    double number = number(json, 0, max);
    if (number != Math.rint(number) && !Double.isNaN(number)) {
      throw Rejection.invalid(json, "a whole number" + range(0, max));
    }
    return number;
  }

  /** Checks the version of the format: an integer from 1. Newer ones add fields only. */
  void schema(JsonParser json) throws IOException, Rejection {
    double schema = number(json, 1, Double.MAX_VALUE);
    if (schema != Math.rint(schema) && !Double.isNaN(schema)) {
      throw Rejection.invalid(json, "an integer of at least 1");
    }
  }

  /** A time in milliseconds since the epoch; {@link #ABSENT} when not given. */
  long time(JsonParser json) throws IOException, Rejection {
    switch (json.currentToken()) {
      case VALUE_NULL -> {
        return ABSENT;
      }
      case VALUE_STRING -> {
        long time = IsoTime.parse(json.getText());
        if (time == IsoTime.INVALID) {
          throw Rejection.invalid(json, TIME);
        }
        return time;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        double millis = finite(json);
        if (millis < IsoTime.LEAST_EPOCH_MILLIS) {
          throw Rejection.invalid(
              json, "epoch milliseconds, at least 100000000000 (looks like seconds)");
        }
        return (long) Math.floor(millis);
      }
      default -> throw Rejection.invalid(json, TIME);
    }
  }

  /** A time of an envelope's text. */
  static long time(String text, String field) throws Rejection {
    long time = IsoTime.parse(text);
    if (time == IsoTime.INVALID) {
      throw Rejection.invalid(field, Text.quoted(text), TIME);
    }
    return time;
  }

  private String recentText(JsonParser json) throws IOException {
    return recent.of(json.getText());
  }

  private static String checked(String text, JsonParser json) throws IOException, Rejection {
    if (!Text.isIdentifier(text)) {
      throw Rejection.invalid(json, IDENTIFIER);
    }
    return text;
  }

  /** Several serializers write a NaN as a string: it is no class of that name. */
  private static void rejectNonFinite(String text, JsonParser json) throws IOException, Rejection {
    if (Text.isNonFinite(text)) {
      throw Rejection.nonFinite(json);
    }
  }

  private static String range(double min, double max) {
    if (max == Double.MAX_VALUE) {
      return min == -Double.MAX_VALUE ? "" : " of at least " + plain(min);
    }
    return " from " + plain(min) + " to " + plain(max);
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
