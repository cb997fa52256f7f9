package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Generation;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads scores: finite numbers by name, of a name given twice the last. For one thread. */
final class ScoresReader {

  /** The most scores of one generation. */
  private static final int MAX_SCORES = 16;

  private final FieldReader fields;

  ScoresReader(FieldReader fields) {
    this.fields = fields;
  }

  /** The scores of the object, or the null, on which the parser stands. */
  SortedMap<String, Double> read(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Collections.emptySortedMap();
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Rejection.invalid(json, "an object of names and numbers");
    }
    SortedMap<String, Double> scores = new TreeMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      if (!Generation.isScore(name)) {
        throw Rejection.invalid(
            "a name in scores", Text.quoted(name), "of 1 to 64 letters, digits, _ or -");
      }
      double score = fields.number(json, -Double.MAX_VALUE, Double.MAX_VALUE);
      if (Double.isNaN(score)) {
        throw Rejection.invalid(json, "a number");
      }
      scores.put(name, score);
      if (scores.size() > MAX_SCORES) {
        throw Rejection.invalid(
            "scores", "an object of more entries", "one of at most " + MAX_SCORES);
      }
    }
    return scores;
  }

  /** As {@link #read(JsonParser)}, of plain JSON; what that would reject is declined. */
  SortedMap<String, Double> read(PlainFields plain) {
    if (plain.json.skipNull()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, Double> scores = new TreeMap<>();
    for (plain.json.enterObject(); plain.json.hasMember(); ) {
      String name = plain.key();
      double score = plain.number(-Double.MAX_VALUE, Double.MAX_VALUE);
      plain.require(Generation.isScore(name) && !Double.isNaN(score));
      scores.put(name, score);
      plain.require(scores.size() <= MAX_SCORES);
    }
    return scores;
  }
}
