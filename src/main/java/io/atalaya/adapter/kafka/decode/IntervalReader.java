package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Interval;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads prediction intervals: lower, upper and level, all required. For one thread. */
final class IntervalReader {

  private final FieldReader fields;
  private double lower;
  private double upper;
  private double level;

  IntervalReader(FieldReader fields) {
    this.fields = fields;
  }

  /** The interval of the object, or the null, on which the parser stands. */
  @Nullable Interval read(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Rejection.invalid(json, "an object of lower, upper and level");
    }
    restart();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "lower" -> lower = end(json);
        case "upper" -> upper = end(json);
        case "level" -> level = fields.number(json, 0, 1);
        default -> json.skipChildren();
      }
    }
    requireGiven(lower, "interval.lower", "the interval's lower end");
    requireGiven(upper, "interval.upper", "the interval's upper end");
    requireGiven(level, "interval.level", "the share of values that it should hold, from 0 to 1");
    if (lower > upper) {
      throw Rejection.invalid(
          "interval.lower", Double.toString(lower), "at most interval.upper, " + upper);
    }
    return new Interval(lower, upper, level);
  }

  /** As {@link #read(JsonParser)}, of plain JSON; what that would reject is declined. */
  @Nullable Interval read(PlainFields plain) {
    if (plain.json.skipNull()) {
      return null;
    }
    restart();
    for (plain.json.enterObject(); plain.json.hasMember(); ) {
      switch (plain.key()) {
        case "lower" -> lower = plain.number(-Double.MAX_VALUE, Double.MAX_VALUE);
        case "upper" -> upper = plain.number(-Double.MAX_VALUE, Double.MAX_VALUE);
        case "level" -> level = plain.number(0, 1);
        default -> plain.skipScalar();
      }
    }
    boolean whole = lower <= upper && !Double.isNaN(level);
    plain.require(whole);
    return whole && !plain.json.isDeclined() ? new Interval(lower, upper, level) : null;
  }

  private void restart() {
    lower = Double.NaN;
    upper = Double.NaN;
    level = Double.NaN;
  }

  private double end(JsonParser json) throws IOException, Rejection {
    return fields.number(json, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private static void requireGiven(double number, String field, String meaning) throws Rejection {
    if (Double.isNaN(number)) {
      throw Rejection.incomplete(field, meaning);
    }
  }
}
