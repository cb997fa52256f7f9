package io.atalaya.notebook.metrics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.event.Features;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {

  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path directory;

  private static Prediction prediction(String header, String row) throws IOException {
    List<RecordedEvent> events =
        EventFiles.read(
            new StringReader(header + "\n" + row + "\n"), "p.csv", EventKind.PREDICTION);
    return assertInstanceOf(Prediction.class, events.getFirst().event());
  }

  @Test
  void columnsAreTheFieldsOfAnEventByTheirPaths() throws IOException {
    Prediction read =
        prediction(
            "id,model,version,time,value,confidence,latency_ms,segment,cached,features.temp,features.sky,features.wet,interval.lower,interval.upper,interval.level",
            "007,bikes,2,2026-03-01T12:00:00Z,31.5,0.75,12,\"new, or not\",true,-1.5e-1,clear,false,20,40,0.9");

    assertEquals("007", read.id().toString());
    assertEquals("2", read.version());
    assertEquals(NOON, read.timeMillis());
    assertEquals(new Label.Numeric(31.5), read.value());
    assertEquals(0.75, read.confidence());
    assertEquals(0.012, read.latencySeconds());
    assertEquals("new, or not", read.segment());
    assertEquals(true, read.cached());
    Features features = read.features();
    assertEquals(List.of("temp", "sky", "wet"), features.names());
    assertEquals(-0.15, features.number(0));
    assertEquals("clear", features.category(1));
    assertEquals("false", features.category(2));
    assertEquals(20, requireNonNull(read.interval()).lower());
  }

  @Test
  void whatLooksLikeANumberIsATextInQuotesAndAnEmptyCellIsNothing() throws IOException {
    Prediction read =
        prediction(
            "id,model,time,value,confidence,features.zone,features.level,features.gone,features.none",
            "a,m,1772366400000,1,,\"\"\"7\"\"\",7,,null");

    assertEquals(NOON, read.timeMillis());
    assertTrue(Double.isNaN(read.confidence()));
    assertEquals(List.of("zone", "level", "none"), read.features().names());
    assertEquals("7", read.features().category(0));
    assertEquals(7, read.features().number(1));
    assertNull(read.features().category(2));
  }

  @Test
  void noFeaturesAtAllAreMoreThanNothingSaid() throws IOException {
    assertTrue(
        prediction("id,model,time,value,features", "a,m,1772366400000,1,{}").features().areGiven());
    assertFalse(
        prediction("id,model,time,value,features", "a,m,1772366400000,1,").features().areGiven());
  }

  @Test
  void faultsNameFileLineColumnAndValueAndSayWhatWouldBeRight() {
    String header = "id,model,time,value,latency_ms\n";
    String good = "a,m,2026-03-01T12:00:00Z,1,2\n";

    assertFault(
        header + good + "b,m,2026-03-01T12:00:00Z,1,fast\n",
        "p.csv line 3: latency_ms is \"fast\", must be ");
    assertFault(header + "a,,2026-03-01T12:00:00Z,1,2\n", "p.csv line 2: model is missing");
    assertFault(header + "a,m,,1,2\n", "p.csv line 2: time is missing");
    assertFault(header + "a,m,yesterday,1,2\n", "p.csv line 2: time is \"yesterday\", must be ");
    assertFault(header + good + "b,m,1\n", "p.csv line 3 has 3 cells, the header 5");
    assertFault("id,model,time,valeu\n", "p.csv line 1: column 'valeu' is no field");
    assertFault("id,id\n", "p.csv line 1: there are two columns named 'id'");
    assertFault("", "p.csv is empty");
    assertFault(
        "id,model,appended,value\na,m,soon,1\n", "p.csv line 2: appended is \"soon\", must be ");
    // Append time, event time: six minutes ahead.
    assertFault(
        "id,model,appended,time,value\na,m,2026-03-01T12:00:00Z,2026-03-01T12:06:00Z,1\n",
        "p.csv line 2: time is 2026-03-01T12:06:00Z, must be at most 5 minutes after");
  }

  private static void assertFault(String csv, String beginning) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> EventFiles.read(new StringReader(csv), "p.csv", EventKind.PREDICTION))
                .getMessage());
    assertTrue(message.startsWith(beginning), message);
  }

  @Test
  void eventsComeInTheOrderInWhichTheyWereAppendedPredictionsFirst() throws IOException {
    Files.writeString(
        directory.resolve("outcomes.csv"),
        "id,model,time,actual,appended\nb,m,1772366400000,2,1772366400001\na,m,1772366400000,1,\n");
    Files.writeString(
        directory.resolve("predictions.csv"), "id,model,time,value\na,m,1772366400000,1\n");

    List<RecordedEvent> events = EventFiles.read(directory);

    assertInstanceOf(Prediction.class, events.get(0).event());
    assertEquals("a", assertInstanceOf(Outcome.class, events.get(1).event()).id().toString());
    assertEquals(NOON + 1, events.get(2).appendedMillis());
  }

  @Test
  void aDirectoryWithoutEventsIsRefused() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> EventFiles.read(directory))
                .getMessage());

    assertTrue(message.contains("has no events: put predictions.csv there"), message);
  }

  @Test
  void whatIsWrittenIsReadAgainAsItWas() throws IOException {
    String json =
        """
        {"id":"1","model":"m","time":1772366400000,"value":0.1,"segment":"true",
         "features":{"zone":"7","free":"null","quoted":"say \\"so\\", or\\nnot","blank":"","x":1e-9,"gone":null,"flag":true}}
        """;
    EventCsv csv = new EventCsv();
    csv.add(EventKind.PREDICTION, NOON + 5, json);
    csv.writeTo(directory);

    RecordedEvent read = EventFiles.read(directory).getFirst();

    assertEquals(NOON + 5, read.appendedMillis());
    Prediction prediction = assertInstanceOf(Prediction.class, read.event());
    assertEquals("true", prediction.segment());
    Features features = prediction.features();
    assertEquals("7", features.category(0));
    assertEquals("null", features.category(1));
    assertEquals("say \"so\", or\nnot", features.category(2));
    assertEquals("", features.category(3));
    assertEquals(1e-9, features.number(4));
    assertNull(features.category(5));
    assertEquals("true", features.category(6));
  }
}
