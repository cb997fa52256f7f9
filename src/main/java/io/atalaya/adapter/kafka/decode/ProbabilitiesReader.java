package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Probabilities;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the probabilities of classes: numbers from 0 to 1 by name, of a name given twice the last.
 * For one thread.
 */
final class ProbabilitiesReader {

  /** The most classes of one prediction. */
  private static final int MAX_CLASSES = 1_000;

  private final FieldReader fields;
  private String[] names = new String[8];
  private double[] values = new double[8];
  private int size;

  ProbabilitiesReader(FieldReader fields) {
    this.fields = fields;
  }

  /** The probabilities of the object, or the null, on which the parser stands. */
  @Nullable Probabilities read(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Rejection.invalid(json, "an object of classes and numbers from 0 to 1");
    }
    size = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      if (!Text.isIdentifier(name)) {
        throw Rejection.invalid(
            "a name in probabilities", Text.quoted(name), "of 1 to 256 characters, none a control");
      }
      double value = fields.number(json, 0, 1);
      if (Double.isNaN(value)) {
        throw Rejection.invalid(json, "a number from 0 to 1");
      }
      if (!put(name, value)) {
        throw Rejection.invalid(
            "probabilities", "an object of more entries", "one of at most " + MAX_CLASSES);
      }
    }
    return probabilities();
  }

  /** As {@link #read(JsonParser)}, of plain JSON; what that would reject is declined. */
  @Nullable Probabilities read(PlainFields plain) {
    if (plain.json.skipNull()) {
      return null;
    }
    size = 0;
    for (plain.json.enterObject(); plain.json.hasMember(); ) {
      String name = plain.key();
      double value = plain.number(0, 1);
      plain.require(!Double.isNaN(value) && put(name, value));
    }
    return probabilities();
  }

  private boolean put(String name, double value) {
    int at = 0;
    while (at < size && !names[at].equals(name)) {
      at++;
    }
    if (at == MAX_CLASSES) {
      return false;
    }
    if (at == names.length) {
      names = Arrays.copyOf(names, 2 * at);
      values = Arrays.copyOf(values, 2 * at);
    }
    names[at] = name;
    values[at] = value;
    size = Math.max(size, at + 1);
    return true;
  }

  private @Nullable Probabilities probabilities() {
    return size == 0
        ? null
        : new Probabilities(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
  }
}
