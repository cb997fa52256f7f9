package io.atalaya.adapter.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

/**
 * The rows of a text that has one JSON object a line: a field is a column, null a missing value. A
 * byte order mark and blank lines are skipped.
 *
 * <p>For one thread.
 */
final class JsonLines implements Rows {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser json;
  private final String name;

  /**
   * @param reader buffered
   * @param name what messages call the text
   */
  JsonLines(Reader reader, String name) throws IOException {
    this.name = name;
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    json = JSON.createParser(reader);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public boolean nextRow() throws IOException {
    JsonToken token = next();
    if (token != null && token != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(
          "%s line %d is no object: give one a line, for example {\"temp\": 0.5, \"season\": \"summer\"}"
              .formatted(name, line()));
    }
    return token != null;
  }

  @Override
  public boolean nextCell() throws IOException {
    if (next() == JsonToken.END_OBJECT) {
      return false;
    }
    JsonToken value = next();
    if (value != null && value.isStructStart()) {
      throw new IllegalArgumentException(
          "%s line %d has no single value in %s: give a number, a string, a boolean or null"
              .formatted(name, line(), column()));
    }
    return true;
  }

  @Override
  public String column() throws IOException {
    return String.valueOf(json.currentName());
  }

  @Override
  public boolean isMissing() {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  @Override
  public double number() throws IOException {
    double number = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
    return Double.isFinite(number) ? number : Double.NaN;
  }

  @Override
  public String text() throws IOException {
    return json.getText();
  }

  @Override
  public int line() {
    return json.currentLocation().getLineNr();
  }

  private JsonToken next() throws IOException {
    try {
      return json.nextToken();
    } catch (JsonProcessingException invalid) {
      throw new IllegalArgumentException(
          "%s line %d is no JSON: %s"
              .formatted(name, invalid.getLocation().getLineNr(), invalid.getOriginalMessage()),
          invalid);
    }
  }
}
