package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads tensors from JSON lists, nested or not. Stateless. */
final class JsonValues {

  private JsonValues() {}

  /**
   * Tells the first values of a tensor.
   *
   * @param most how many at most
   */
  static void read(byte[] body, Span place, long most, Values values) throws IOException {
    try (JsonParser json = Message.JSON.createParser(body, place.from(), place.size())) {
      long told = 0;
      for (JsonToken token = json.nextToken(); token != null && told < most; ) {
        if (token.isScalarValue()) {
          tell(json, token, values);
          told++;
        }
        token = json.nextToken();
      }
    }
  }

  static void tell(JsonParser json, JsonToken token, Values values) throws IOException {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.number(json.getDoubleValue());
      case VALUE_STRING -> values.text(json.getText());
      case VALUE_TRUE -> values.flag(true);
      case VALUE_FALSE -> values.flag(false);
      default -> values.number(Double.NaN);
    }
  }
}
