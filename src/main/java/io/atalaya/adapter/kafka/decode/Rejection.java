package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import java.io.IOException;

/**
 * Ends the reading of one event, with a detail that names the field, its value and what would be
 * right. It has no stack trace: the fault is in the event, and a bad producer can send many.
 */
final class Rejection extends Exception {

  private final Reason reason;
  private final String detail;

  Rejection(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  static Rejection incomplete(String field, String required) {
    return new Rejection(Reason.INCOMPLETE, field + " is missing or null: give " + required);
  }

  /** The value on which the parser stands is not {@code right}. */
  static Rejection invalid(JsonParser json, String right) throws IOException {
    return invalid(field(json), value(json), right);
  }

  static Rejection invalid(String field, String value, String right) {
    return new Rejection(Reason.INVALID, field + " is " + value + ", must be " + right);
  }

  /** The value on which the parser stands is NaN, infinite or too large for a double. */
  static Rejection nonFinite(JsonParser json) throws IOException {
    return new Rejection(
        Reason.NON_FINITE,
        field(json)
            + " is "
            + value(json)
            + ", must be a finite number: leave out what is unknown");
  }

  /** The path of the value on which the parser stands, such as {@code features.temp}. */
  private static String field(JsonParser json) {
    JsonStreamContext context = json.getParsingContext();
    String path = "";
    if (json.currentToken().isStructStart()) {
      context = context.getParent();
    }
    for (; !context.inRoot(); context = context.getParent()) {
      path = Text.shortened(context.getCurrentName()) + (path.isEmpty() ? "" : "." + path);
    }
    return path;
  }

  private static String value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> Text.quoted(json.getText());
      default -> Text.shortened(json.getText());
    };
  }

  Decoded.Rejected toDecoded() {
    return new Decoded.Rejected(reason, detail);
  }
}
