package io.atalaya.demo.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.demo.shop.SessionStory.Delays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionStoryTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final SessionStory story =
      new SessionStory(
          PurchaseModel.train(ShopHistory.load().training().sessions()),
          "v",
          new Delays(Duration.ofSeconds(3), Duration.ofSeconds(7), Duration.ofSeconds(6)));

  @Test
  void aVisitorIsSeenAndPerhapsEngagedAndPerhapsBuys() {
    assertEquals(
        List.of(
            "0 prediction session-1 0 returning visitor",
            "100 impression session-1 100",
            "500 engagement session-1 500 = 20",
            "900 conversion session-1 900",
            "1000 outcome session-1 1000 true"),
        told(session(1, 20, true)));
    assertEquals(
        List.of(
            "0 prediction session-1 0 returning visitor",
            "100 impression session-1 100",
            "1000 outcome session-1 1000 false"),
        told(session(1, 19, false)));
  }

  @Test
  void whatIsToldTwiceIsTheSame() {
    assertEquals(
        List.of(
            "0 prediction session-100 0 returning visitor",
            "100 impression session-100 100",
            "500 impression session-100 100",
            "1000 outcome session-100 1000 false"),
        told(session(100, 1, false)));
  }

  @Test
  void whatIsDelayedIsDelayedByItsDelay() {
    // 37 * 65 = 2405, 37 * 30 = 1110, 37 * 95 = 3515, 37 * 41 = 1517, 37 * 87 = 3219
    assertEquals(
        List.of(
            "100 impression session-65 100",
            "1000 prediction session-65 0 returning visitor",
            "1000 outcome session-65 1000 false"),
        told(session(65, 1, false)));
    assertEquals("3100 impression session-30 3100", told(session(30, 1, false)).getLast());
    assertEquals("7100 impression session-95 7100", told(session(95, 1, false)).getLast());
    assertEquals("100 impression session-41 -5900", told(session(41, 1, false)).get(1));
    assertEquals("100 impression visit-87 100 v", told(session(87, 1, false)).get(1));
  }

  @Test
  void ofAHundredSessionsTwentyOneAreNotToldAtOnce() {
    Map<Telling, Integer> sessions = new TreeMap<>();
    IntStream.rangeClosed(12_231, 12_330)
        .mapToObj(number -> Telling.of(session(number, 1, false)))
        .forEach(telling -> sessions.merge(telling, 1, Integer::sum));
    assertEquals(
        Map.of(
            Telling.PROMPT, 79,
            Telling.TWICE, 5,
            Telling.BEFORE, 5,
            Telling.PAUSED, 5,
            Telling.AFTERWARDS, 2,
            Telling.TOO_LATE, 2,
            Telling.ASTRAY, 2),
        sessions);
  }

  @Test
  void theKeyIsTheId() {
    for (Told told : story.of(session(1, 20, true), START)) {
      assertEquals(told.key(), json(told).get("id").asText());
      assertNotEquals("", told.key());
    }
  }

  private List<String> told(ShopSession session) {
    return story.of(session, START).stream().map(SessionStoryTest::line).toList();
  }

  /** When it is told, what, of which id, with what time, and what else it says. */
  private static String line(Told told) {
    JsonNode event = json(told);
    String what =
        switch (told.topic()) {
          case "inference.predictions" -> "prediction";
          case "inference.outcomes" -> "outcome";
          default -> event.get("type").asText();
        };
    String more =
        switch (what) {
          case "prediction" -> " " + event.get("segment").asText();
          case "outcome" -> " " + event.get("actual").asBoolean();
          case "engagement" -> " = " + event.get("value").asInt();
          default -> event.has("version") ? " " + event.get("version").asText() : "";
        };
    long time = Duration.between(START, Instant.parse(event.get("time").asText())).toMillis();
    return told.after().toMillis() + " " + what + " " + told.key() + " " + time + more;
  }

  private static JsonNode json(Told told) {
    try {
      return new ObjectMapper().readTree(told.json());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ShopSession session(int number, int pages, boolean purchase) {
    return new ShopSession(
        number, "May", pages, 100, 0.01, 0, 0, "Returning_Visitor", false, purchase);
  }
}
