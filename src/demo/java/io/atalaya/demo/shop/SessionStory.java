package io.atalaya.demo.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is published of a session: how likely a purchase was, what the visitor did, and whether a
 * purchase came.
 *
 * <p>There is an <em>impression</em> of each session, an <em>engagement</em> with the number of
 * product pages as its value of one with many, and a <em>conversion</em> of one that ended in a
 * purchase; without a value, as the data has no amounts. Immutable.
 *
 * @param model answers
 * @param version which version of it that is
 * @param delays how long what {@link Telling} delays takes
 */
public record SessionStory(PurchaseModel model, String version, Delays delays) {

  /** The model's name in every event. */
  public static final String MODEL = "shop-purchase";

  private static final Duration SEEN = Duration.ofMillis(100);
  private static final Duration ENGAGED = Duration.ofMillis(500);
  private static final Duration PURCHASED = Duration.ofMillis(900);
  private static final Duration OVER = Duration.ofSeconds(1);

  /** How long after something it is told again. */
  private static final Duration AGAIN = Duration.ofMillis(400);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How long things take that are not told at once.
   *
   * @param pause of a visitor who comes back within the model's attribution window
   * @param absence of one who comes back beyond it
   * @param lag of what is told beyond the grace
   */
  public record Delays(Duration pause, Duration absence, Duration lag) {}

  /** The events of a session that begins at {@code start}, in the order in which they are told. */
  public List<Told> of(ShopSession session, Instant start) {
    Telling telling = Telling.of(session);
    List<Told> story = new ArrayList<>();
    ObjectNode prediction =
        event(id(session), start)
            .put("version", version)
            .put("value", model.probability(session))
            .put("segment", session.segment());
    story.add(
        told(
            telling == Telling.BEFORE ? OVER : Duration.ZERO, "inference.predictions", prediction));
    story.add(
        told(
            OVER,
            "inference.outcomes",
            event(id(session), start.plus(OVER)).put("actual", session.purchase())));

    Duration away =
        switch (telling) {
          case PAUSED -> delays.pause();
          case AFTERWARDS -> delays.absence();
          case PROMPT, TWICE, BEFORE, TOO_LATE, ASTRAY -> Duration.ZERO;
        };
    did(story, session, telling, start, away.plus(SEEN), "impression");
    if (session.isEngaged()) {
      did(story, session, telling, start, away.plus(ENGAGED), "engagement");
    }
    if (session.purchase()) {
      did(story, session, telling, start, away.plus(PURCHASED), "conversion");
    }
    story.sort(Comparator.comparing(Told::after));
    return story;
  }

  private void did(
      List<Told> story,
      ShopSession session,
      Telling telling,
      Instant start,
      Duration after,
      String type) {
    Instant time = start.plus(after);
    ObjectNode interaction =
        event(
                telling == Telling.ASTRAY ? "visit-" + session.number() : id(session),
                telling == Telling.TOO_LATE ? time.minus(delays.lag()) : time)
            .put("type", type);
    if (type.equals("engagement")) {
      interaction.put("value", session.productPages());
    }
    if (telling == Telling.ASTRAY) {
      interaction.put("version", version).put("segment", session.segment());
    }
    Told first = told(after, "inference.interactions", interaction);
    story.add(first);
    if (telling == Telling.TWICE) {
      story.add(new Told(after.plus(AGAIN), first.topic(), first.key(), first.json()));
    }
  }

  private static String id(ShopSession session) {
    return "session-" + session.number();
  }

  private static ObjectNode event(String id, Instant time) {
    return JSON.createObjectNode().put("id", id).put("model", MODEL).put("time", time.toString());
  }

  private static Told told(Duration after, String topic, ObjectNode event) {
    try {
      return new Told(after, topic, event.get("id").asText(), JSON.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
