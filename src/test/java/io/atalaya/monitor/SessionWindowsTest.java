package io.atalaya.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.bootstrap.ConfigurationText;
import io.atalaya.demo.shop.PurchaseModel;
import io.atalaya.demo.shop.SessionStory;
import io.atalaya.demo.shop.ShopHistory;
import io.atalaya.demo.shop.ShopSession;
import io.atalaya.demo.shop.Told;
import io.atalaya.event.Event;
import io.atalaya.event.Features;
import io.atalaya.event.Interaction;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import io.atalaya.monitor.Rig.Appended;
import io.atalaya.window.WindowLabel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The sessions of the demonstration through both stages, with its settings: every business figure
 * of every fifth second is what NumPy computed from the rows of their CSV.
 *
 * <p>{@code sessions.py} says when a session begins and how it is told, and computes the figures.
 */
class SessionWindowsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SESSIONS_A_SECOND = 120;
  private static final int SECONDS = 95;

  private static final SessionStory.Delays DELAYS =
      new SessionStory.Delays(Duration.ofSeconds(3), Duration.ofSeconds(7), Duration.ofSeconds(6));

  /** A line of the file, without the second. */
  private record Expected(double value, String kind) {

    boolean holds(double actual) {
      double tolerance =
          switch (kind) {
            case "exact" -> 0;
            case "relative" -> 1e-9 * Math.abs(value);
            default -> Double.parseDouble(kind.replace("absolute ", ""));
          };
      return Math.abs(actual - value) <= tolerance;
    }
  }

  private final Rig rig = new Rig(settings());

  @Test
  void everyFigureOfEverySlidingWindowIsThatOfTheRows() throws IOException {
    Map<Integer, Map<String, Expected>> expected = expected();
    List<Appended> log = log();
    int next = 0;
    for (int second = 1; second <= SECONDS; second++) {
      long now = Rig.START + second * 1_000L;
      for (; next < log.size() && log.get(next).millis() < now; next++) {
        rig.read(log.get(next), true);
      }
      StagesTest.flushAll(rig, now);
      if (second % 5 == 0) {
        assertEquals(
            List.of(),
            differences(Objects.requireNonNull(expected.remove(second)), figures()),
            "after " + second + " s");
      }
    }
    assertEquals(Map.of(), expected);
    assertEquals(log.size(), next);
  }

  private static List<String> differences(
      Map<String, Expected> expected, Map<String, Double> figures) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, of) -> {
          Double actual = figures.remove(name);
          if (actual == null || !of.holds(actual)) {
            differences.add("%s is %s, not %s".formatted(name, actual, of));
          }
        });
    figures.forEach((name, actual) -> differences.add("unexpected: " + name + " " + actual));
    return differences;
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    for (VersionSnapshot version : rig.snapshot().versions()) {
      for (WindowFigures window : version.windows()) {
        window
            .kpis()
            .forEach((kpi, value) -> figures.put(name(version, window.window(), "", kpi), value));
      }
      for (SegmentFigures segment : version.segments()) {
        segment
            .kpis()
            .forEach(
                (kpi, value) ->
                    figures.put(name(version, segment.window(), segment.segment(), kpi), value));
      }
    }
    return figures;
  }

  private static String name(VersionSnapshot version, Duration window, String segment, String kpi) {
    return String.join("\t", version.version(), WindowLabel.of(window), segment, kpi);
  }

  private static List<Appended> log() {
    ShopHistory history = ShopHistory.load();
    SessionStory story =
        new SessionStory(PurchaseModel.train(history.training().sessions()), "spring", DELAYS);
    List<ShopSession> sessions = history.served().sessions();
    List<Appended> log = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      Instant begins = Instant.ofEpochMilli(Rig.START + 1_000L * i / SESSIONS_A_SECOND);
      for (Told told : story.of(sessions.get(i), begins)) {
        log.add(new Appended(event(told), begins.plus(told.after()).toEpochMilli()));
      }
    }
    log.sort(Comparator.comparingLong(Appended::millis));
    return log;
  }

  private static Event event(Told told) {
    JsonNode json = json(told);
    PredictionId id = PredictionId.of(json.get("id").asText());
    long millis = Instant.parse(json.get("time").asText()).toEpochMilli();
    JsonNode segment = json.get("segment");
    return switch (told.topic()) {
      case "inference.predictions" ->
          new Prediction(
              id,
              Rig.MODEL,
              json.get("version").asText(),
              millis,
              new Label.Numeric(json.get("value").asDouble()),
              null,
              Double.NaN,
              Double.NaN,
              Features.NONE,
              null,
              null,
              segment.asText(),
              null);
      case "inference.outcomes" ->
          new Outcome(id, Rig.MODEL, millis, true, new Label.Category(json.get("actual").asText()));
      default ->
          new Interaction(
              id,
              Rig.MODEL,
              json.path("version").asText(Event.UNVERSIONED),
              millis,
              true,
              json.get("type").asText(),
              json.path("value").asDouble(Double.NaN),
              segment == null ? null : segment.asText());
    };
  }

  private static JsonNode json(Told told) {
    try {
      return JSON.readTree(told.json());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Those of the demonstration, of the shop's model alone. */
  private static MonitorSettings settings() {
    MonitorSettings settings;
    try {
      settings = ConfigurationText.of(resource("/model-monitoring.yaml")).settings();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    ModelSettings shop = settings.of(SessionStory.MODEL);
    return new MonitorSettings(
        settings.pane(),
        settings.grace(),
        Map.of(Rig.MODEL, shop),
        shop,
        settings.maxModels(),
        settings.maxPending(),
        settings.maxSeries());
  }

  /** By second, the figures by name. */
  private static Map<Integer, Map<String, Expected>> expected() throws IOException {
    Map<Integer, Map<String, Expected>> expected = new TreeMap<>();
    for (String line : resource("session-windows.tsv").lines().toList()) {
      List<String> cells = List.of(line.split("\t", -1));
      expected
          .computeIfAbsent(Integer.valueOf(cells.getFirst()), second -> new TreeMap<>())
          .put(
              String.join("\t", cells.subList(1, 5)),
              new Expected(Double.parseDouble(cells.get(5)), cells.get(6)));
    }
    return expected;
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = SessionWindowsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }
}
