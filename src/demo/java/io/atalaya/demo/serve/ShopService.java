package io.atalaya.demo.serve;

import io.atalaya.demo.shop.PurchaseModel;
import io.atalaya.demo.shop.SessionStory;
import io.atalaya.demo.shop.ShopSession;
import io.atalaya.demo.shop.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the shop's model: sessions begin evenly over the replay, in their order, and what they do
 * is published.
 */
public final class ShopService implements Workload {

  /**
   * What model-monitoring.yaml tells apart: its attribution window is 5 s, and what is 3 s late or
   * more no longer counts.
   */
  private static final SessionStory.Delays DELAYS =
      new SessionStory.Delays(Duration.ofSeconds(3), Duration.ofSeconds(7), Duration.ofSeconds(6));

  private static final String VERSION = "spring";

  private final List<ShopSession> sessions;
  private final SessionStory story;
  private final EventLog log;

  /**
   * @param sessions what happens again, in its order
   * @param model answers
   */
  public ShopService(List<ShopSession> sessions, PurchaseModel model, EventLog log) {
    this.sessions = List.copyOf(sessions);
    story = new SessionStory(model, VERSION, DELAYS);
    this.log = log;
  }

  @Override
  public List<Moment> moments(Instant start, Duration length) {
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      Duration begins = length.multipliedBy(i).dividedBy(sessions.size());
      for (Told told : story.of(sessions.get(i), start.plus(begins))) {
        moments.add(
            new Moment(
                begins.plus(told.after()),
                () -> log.publish(told.topic(), told.key(), told.json())));
      }
    }
    return moments;
  }
}
