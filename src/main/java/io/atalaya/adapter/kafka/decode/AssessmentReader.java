package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Reads assessments: what this pipeline computed of generated texts. */
final class AssessmentReader extends PayloadReader {

  private final NestedReaders nested;
  private @Nullable PredictionId id;
  private SortedMap<String, Double> scores = Collections.emptySortedMap();
  private SortedMap<String, Double> coordinates = Collections.emptySortedMap();

  AssessmentReader(FieldReader fields, NestedReaders nested) {
    super(fields);
    this.nested = nested;
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case ID -> id = fields.id(json);
      case SCORES -> scores = nested.scores().read(json);
      case COORDINATES -> coordinates = nested.scores().read(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean readOwn(Field field, PlainFields plain) {
    switch (field) {
      case ID -> id = plain.id();
      case SCORES -> scores = nested.scores().read(plain);
      case COORDINATES -> coordinates = nested.scores().read(plain);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Assessment event(long timeMillis, boolean timeGiven) throws Rejection {
    return new Assessment(
        required(id, "id", "the generation's own identifier"),
        requiredModel(),
        versionOrDefault(),
        timeMillis,
        scores,
        coordinates);
  }
}
