package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.demo.shop.PurchaseModel;
import io.atalaya.demo.shop.SessionStory;
import io.atalaya.demo.shop.SessionStory.Delays;
import io.atalaya.demo.shop.ShopHistory;
import io.atalaya.demo.shop.ShopSession;
import io.atalaya.demo.shop.Told;
import io.atalaya.pipeline.Exposition.Sample;
import io.atalaya.run.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Publishes 12,330 real sessions to a real broker, and compares every business figure with what
 * NumPy computed from the rows of their CSV, over windows that each hold one part of the year more,
 * and over all.
 *
 * <p>{@code sessions.py} says when a session begins and how it is told, and computes the figures.
 */
@QuarkusTest
@WithTestResource(ShopServers.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ShopKpiTest {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** The figures must stay as expected so long: what is counted twice is counted soon after. */
  private static final Duration HELD = Duration.ofSeconds(3);

  private static final Delays DELAYS =
      new Delays(Duration.ofMinutes(4), Duration.ofMinutes(45), Duration.ofMinutes(90));

  private final ShopHistory history = ShopHistory.load();
  private final PurchaseModel model = PurchaseModel.train(history.training().sessions());

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @SuppressWarnings("NullAway.Init") // Quarkus sets it.
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  @Test
  void everyBusinessFigureIsThatOfTheRowsAndNothingCountsTwice() throws Exception {
    Map<Sample, Expectation> expected = Expectation.read("expected-sessions.tsv");
    List<Told> events = events(Instant.now());
    publish(events);
    awaitFigures(expected);

    publish(events);
    expected.keySet().removeIf(sample -> sample.name().equals("atalaya_events_total"));
    awaitFigures(expected);
  }

  /** What all sessions publish, in the order in which it is told. */
  private List<Told> events(Instant now) {
    SessionStory even = new SessionStory(model, "b", DELAYS);
    SessionStory odd = new SessionStory(model, "a", DELAYS);
    List<Told> events = new ArrayList<>();
    for (ShopSession session : history.sessions()) {
      SessionStory story = session.number() % 2 == 0 ? even : odd;
      events.addAll(story.of(session, now.plus(beginning(session))));
    }
    events.sort(Comparator.comparing(Told::after));
    return events;
  }

  private Duration beginning(ShopSession session) {
    int number = session.number();
    int block = 6 * (number - 1) / history.sessions().size();
    int share = 37 * number % 100;
    return Duration.ofMinutes(4 * block - 25)
        .plusMillis(100L * (number % 601 - 300))
        .minus(share >= 15 && share < 17 ? DELAYS.absence() : Duration.ZERO);
  }

  private void publish(List<Told> events) throws Exception {
    new Broker(servers)
        .send(
            events.stream()
                .map(
                    told ->
                        new ProducerRecord<>(
                            told.topic(), told.key().getBytes(UTF_8), told.json().getBytes(UTF_8)))
                .toList());
  }

  private void awaitFigures(Map<Sample, Expectation> expected) throws Exception {
    try {
      Service.await("the figures", DEADLINE, () -> differences(expected).isEmpty());
      Thread.sleep(HELD);
    } finally {
      assertEquals(List.of(), differences(expected));
    }
  }

  private List<String> differences(Map<Sample, Expectation> expected) {
    Map<Sample, Double> samples = new HashMap<>(scrape().samples());
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (sample, expectation) -> {
          Double actual = samples.remove(sample);
          if (actual == null || !expectation.holds(actual, 0)) {
            differences.add("%s is %s, not %s".formatted(sample, actual, expectation));
          }
        });
    samples.keySet().stream()
        .filter(sample -> sample.name().matches("atalaya_(segment_)?kpi"))
        .forEach(sample -> differences.add("unexpected: " + sample));
    differences.sort(null);
    return differences;
  }

  private Exposition scrape() {
    try {
      return Exposition.of(metrics);
    } catch (Exception e) {
      throw new AssertionError("no metrics", e);
    }
  }
}
