package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atalaya.event.Event;
import io.atalaya.event.Features;
import io.atalaya.event.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The reading of plain JSON beside the general one; what the first takes, both have to read alike.
 */
final class BothPaths {

  private final JsonObjects objects = new JsonObjects();
  private final PlainFields plainFields = new PlainFields(new RecentStrings());
  private final NameOrder order = new NameOrder();
  private final FieldReader fields = new FieldReader(new RecentStrings());
  private final NestedReaders plainNested = NestedReaders.of(fields);
  private final NestedReaders generalNested = NestedReaders.of(fields);
  private final EventKind kind;

  BothPaths(EventKind kind) {
    this.kind = kind;
  }

  private PayloadReader reader(NestedReaders nested) {
    return switch (kind) {
      case PREDICTION -> new PredictionReader(fields, nested);
      case OUTCOME -> new OutcomeReader(fields);
      case INTERACTION -> new InteractionReader(fields);
      case GENERATION -> new GenerationReader(fields, nested);
      case ASSESSMENT -> new AssessmentReader(fields, nested);
      case LIFECYCLE -> new LifecycleReader(fields);
    };
  }

  /** Whether the value is taken as plain JSON; an error when the general reading differs. */
  boolean takePlainly(byte[] value) {
    PayloadReader plain = reader(plainNested);
    plainFields.json.start(value);
    plain.read(plainFields, order);
    if (plainFields.json.isDeclined()) {
      return false;
    }
    String shown = new String(value, StandardCharsets.ISO_8859_1);
    PayloadReader general = reader(generalNested);
    try {
      objects.read(value, general);
    } catch (Rejection rejection) {
      throw new AssertionError(shown + " must be declined: " + rejection.getMessage(), rejection);
    }
    assertFalse(general.sawEnvelope(), shown);
    assertEquals(general.time(), plain.time(), shown);
    assertEquals(result(general), result(plain), shown);
    return true;
  }

  private static List<Object> result(PayloadReader reader) {
    try {
      return comparable(reader.event(Decoding.APPENDED, false));
    } catch (Rejection rejection) {
      return List.of(rejection.toDecoded());
    }
  }

  /** The event's components; numbers as bits, so that -0.0 is not 0.0. */
  private static List<Object> comparable(Event event) {
    if (!(event instanceof Prediction prediction)) {
      return List.of(event);
    }
    Features features = prediction.features();
    List<Object> components = new ArrayList<>(features.names());
    components.add(features.areGiven());
    for (int i = 0; i < features.size(); i++) {
      components.add(Double.doubleToRawLongBits(features.number(i)));
      components.add(String.valueOf(features.category(i)));
    }
    components.add(
        new Prediction(
            prediction.id(),
            prediction.model(),
            prediction.version(),
            prediction.timeMillis(),
            prediction.value(),
            prediction.error(),
            prediction.confidence(),
            prediction.latencySeconds(),
            Features.NONE,
            prediction.interval(),
            prediction.probabilities(),
            prediction.segment(),
            prediction.cached()));
    return components;
  }
}
