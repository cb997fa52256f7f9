package io.atalaya.adapter.kafka.decode;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JSON Schema of {@code kafka/schemas}, formats checked. */
final class EventSchema {

  private final Schema schema;

  private EventSchema(Schema schema) {
    this.schema = schema;
  }

  static EventSchema of(String event) {
    return of(Path.of("kafka/schemas", event + ".schema.json"));
  }

  static EventSchema of(Path file) {
    try {
      return new EventSchema(
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with {@code json}; empty when it is valid. */
  List<Error> errors(String json) {
    return schema.validate(
        json,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
