package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain JSON is taken, read as the general parser reads it; all else is declined. */
class PlainReadingTest {

  private static final int CASES = 120_000;

  private final BothPaths predictions = new BothPaths(EventKind.PREDICTION);

  private boolean taken(String json) {
    return predictions.takePlainly(Decoding.utf8(json));
  }

  private static String json(String fields) {
    return "{\"id\":\"p\",\"model\":\"m\",\"value\":1," + fields + "}";
  }

  @ParameterizedTest
  @EnumSource(names = {"PREDICTION", "OUTCOME"})
  void ordinaryEventsAreTaken(EventKind kind) throws IOException {
    BothPaths paths = new BothPaths(kind);
    int plain = 0;
    for (String example :
        Files.readAllLines(Path.of("kafka/examples/" + kind.topic() + ".jsonl"))) {
      boolean ascii = example.chars().allMatch(c -> c < 0x7f);
      assertEquals(ascii, paths.takePlainly(Decoding.utf8(example)), example);
      plain += ascii ? 1 : 0;
    }
    assertTrue(plain >= 5, "too few examples");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"version\":null,\"segment\":null,\"time\":null,\"schema\":null,\"cached\":null",
        "\"value\":null,\"error\":\"e\"",
        "\"value\":true,\"value\":-0,\"value\":-0.0",
        "\"id\":123456789012345678",
        "\"features\":{},\"probabilities\":{},\"interval\":null",
        "\"features\":{\"a\":1.7976931348623157e-300,\"a\":\"\",\"b\":null,\"c\":false}",
        "\"features\":{\"a\":0.1234567890123456789012345,\"b\":1e22,\"c\":1E+23,\"d\":12.5e-1}",
        "\"unknown\":\"\",\"other\":-1.5e3,\"third\":true,\"fourth\":null",
        "\"interval\":{\"lower\":-1,\"upper\":2.5,\"level\":0.5,\"method\":\"normal\"}",
        "\"time\":1795428900250.5"
      })
  void plainEventsAreTaken(String fields) {
    assertTrue(taken(json(fields)));
    assertTrue(taken(" \r\n\t" + json(fields).replace(",", " ,\t").replace(":", " :\n") + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unknown\":{}",
        "\"unknown\":[]",
        "\"segment\":\"a\\u0062\"",
        "\"segment\":\"\u00e9\"",
        "\"segment\":\"\u007f\"",
        "\"specversion\":\"1.0\"",
        "\"data\":1",
        "\"features\":{\"a\":1e101}",
        "\"features\":{\"a\":\"NaN\"}",
        "\"features\":{\"\":1}",
        "\"features\":{\"a\":1234567890123456789}",
        "\"value\":\"\"",
        "\"value\":01",
        "\"value\":1.",
        "\"value\":.5",
        "\"value\":+1",
        "\"value\":1e",
        "\"value\":-",
        "\"value\":NaN",
        "\"value\":trues",
        "\"cached\":nul",
        "\"confidence\":1.01",
        "\"time\":1795428900",
        "\"time\":\"now\"",
        "\"cached\":true,",
        ",\"cached\":true"
      })
  void whatIsNotPlainIsDeclined(String fields) {
    assertFalse(taken(json(fields)));
  }

  @Test
  void identifiersHaveAtMostTheirLength() {
    assertTrue(taken(json("\"segment\":\"" + "s".repeat(256) + "\"")));
    assertFalse(taken(json("\"segment\":\"" + "s".repeat(257) + "\"")));
    assertTrue(taken(json("\"features\":{\"" + "f".repeat(256) + "\":1}")));
    assertFalse(taken(json("\"features\":{\"" + "f".repeat(257) + "\":1}")));
  }

  @Test
  void everyTruncationIsDeclined() {
    byte[] whole = Decoding.utf8(json("\"features\":{\"a\":1.25,\"b\":\"long enough\"}"));
    for (int length = 0; length < whole.length; length++) {
      assertFalse(predictions.takePlainly(Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void namesComeInAnyOrderAndNumber() {
    StringBuilder many = new StringBuilder("\"features\":{\"x\":0");
    for (int i = 1; i < 1000; i++) {
      many.append(",\"x").append(i).append("\":").append(i);
    }
    assertTrue(taken(json(many + "}")));
    assertFalse(taken(json(many + ",\"y\":1}")));
    assertTrue(taken(json("\"features\":{\"x1\":0,\"x\":1}")));
    assertTrue(taken(json(many + "}")));
    assertTrue(taken("{\"features\":{\"x1\":0},\"value\":1,\"model\":\"m\",\"id\":\"p\"}"));
  }

  @Test
  void whatComesAgainIsOneInstance() {
    Decoding decoding = new Decoding(EventKind.PREDICTION);
    String json = json("\"version\":\"7\",\"features\":{\"temp\":1,\"weather\":\"rain\"}");
    Prediction first = assertInstanceOf(Prediction.class, decoding.accepted(json));
    Prediction second = assertInstanceOf(Prediction.class, decoding.accepted(json));

    assertSame(first.model(), second.model());
    assertSame(first.version(), second.version());
    assertSame(first.features().name(1), second.features().name(1));
    assertSame(first.features().category(1), second.features().category(1));
  }

  /** Valid, nearly valid and mutated events; seeded. */
  @ParameterizedTest
  @EnumSource(names = {"PREDICTION", "OUTCOME", "GENERATION"})
  void bothPathsReadGeneratedEventsAlike(EventKind kind) {
    BothPaths paths = new BothPaths(kind);
    Random random = new Random(20261125);
    GeneratedEvents events = new GeneratedEvents(random);
    int taken = 0;
    int takenMutated = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] event = events.next();
      if (i % 2 == 0) {
        taken += paths.takePlainly(event) ? 1 : 0;
      } else {
        takenMutated += paths.takePlainly(GeneratedEvents.mutated(event, random)) ? 1 : 0;
      }
    }
    assertTrue(taken > CASES / 5, taken + " taken: the events are too strange to test much");
    assertTrue(takenMutated > CASES / 50, takenMutated + " taken: the mutations are too wild");
  }
}
