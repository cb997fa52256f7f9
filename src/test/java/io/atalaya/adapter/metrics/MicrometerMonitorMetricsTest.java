package io.atalaya.adapter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import io.atalaya.matching.OutcomeMatcher;
import io.atalaya.monitor.MonitorMetrics.Result;
import io.atalaya.monitor.MonitorMetrics.VersionMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // The registry that Quarkus 3 comes with.
class MicrometerMonitorMetricsTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerMonitorMetrics metrics =
      new MicrometerMonitorMetrics(registry, registry.getPrometheusRegistry());

  private final List<VersionMetrics> versions = new ArrayList<>();

  @Test
  void theCountersOfAllInputTopicsAreThereBeforeTheFirstEvent() {
    for (String topic :
        List.of(
            "inference.predictions",
            "inference.outcomes",
            "inference.interactions",
            "inference.generations",
            "model.lifecycle")) {
      for (String result : List.of("accepted", "duplicate", "late", "misrouted", "rejected")) {
        assertSample(
            "atalaya_events_total{result=\"%s\",topic=\"%s\",} 0.0".formatted(result, topic));
      }
    }
  }

  @Test
  void whatWasReadIsCountedByTopicAndResult() {
    metrics.events("inference.outcomes", Result.LATE, 2);
    metrics.events("monitoring.rekeyed", Result.REJECTED, 1);
    metrics.deadLetter("inference.predictions", "non-finite");
    metrics.invalidation("m", "drift", "dry_run");
    assertSample("atalaya_events_total{result=\"late\",topic=\"inference.outcomes\",} 2.0");
    assertSample("atalaya_events_total{result=\"late\",topic=\"inference.predictions\",} 0.0");
    assertSample("atalaya_events_total{result=\"rejected\",topic=\"monitoring.rekeyed\",} 1.0");
    assertSample(
        "atalaya_dead_letters_total{reason=\"non-finite\",topic=\"inference.predictions\",} 1.0");
    assertSample(
        "atalaya_invalidations_total{model=\"m\",reason=\"drift\",result=\"dry_run\",} 1.0");
  }

  @Test
  void whatIsGivenUpIsCountedByWhatItWas() {
    opened("m", "v1").givenUp(GivenUp.PENDING);
    assertSample("atalaya_given_up_total{model=\"m\",state=\"pending\",version=\"v1\",} 1.0");
  }

  @Test
  void aFailedPredictionCountsAsPredictionAndAsError() {
    VersionMetrics version = opened("m", "v1");
    version.prediction(null, 0.7, 0.1);
    version.prediction("Timeout", Double.NaN, Double.NaN);
    assertSample("atalaya_predictions_total{model=\"m\",version=\"v1\",} 2.0");
    assertSample(
        "atalaya_prediction_errors_total{error=\"timeout\",model=\"m\",version=\"v1\",} 1.0");
    assertSample("atalaya_prediction_confidence_count{model=\"m\",version=\"v1\",} 1.0");
    assertSample("atalaya_prediction_confidence_sum{model=\"m\",version=\"v1\",} 0.7");
    assertSample("atalaya_prediction_latency_seconds_count{model=\"m\",version=\"v1\",} 1.0");
  }

  @Test
  void aGenerationCountsWithItsTokensAndItsReasonAndATextWithItsTimes() {
    VersionMetrics version = opened("m", "v1");
    version.prediction(null, Double.NaN, 2);
    assertEquals(List.of(), samples("atalaya_generation"));
    version.generation(generation(412, 187, "stop", null));
    version.generation(generation(100, Double.NaN, "stop", null));
    version.generation(generation(88, 3, null, "timeout"));
    assertSample(
        "atalaya_generation_tokens_total{model=\"m\",type=\"input\",version=\"v1\",} 600.0");
    assertSample(
        "atalaya_generation_tokens_total{model=\"m\",type=\"output\",version=\"v1\",} 190.0");
    assertSample(
        "atalaya_generation_finish_total{model=\"m\",reason=\"stop\",version=\"v1\",} 2.0");
    for (String histogram : List.of("time_to_first_token", "duration")) {
      assertSample(
          "atalaya_generation_%s_seconds_count{model=\"m\",version=\"v1\",} 2.0"
              .formatted(histogram));
    }
    assertBucket("atalaya_generation_time_to_first_token_seconds", "0.1", 0);
    assertBucket("atalaya_generation_time_to_first_token_seconds", "0.25", 2);
    assertBucket("atalaya_generation_duration_seconds", "1.28", 0);
    assertBucket("atalaya_generation_duration_seconds", "2.56", 2);
  }

  private static Generation generation(
      double promptTokens, double tokens, @Nullable String reason, @Nullable String error) {
    return new Generation(
        PredictionId.of("g"),
        "m",
        "v1",
        0,
        promptTokens,
        tokens,
        0.25,
        2,
        reason,
        null,
        null,
        new TreeMap<>(),
        error);
  }

  @Test
  void aValueAtAnEdgeIsWithinIt() {
    VersionMetrics version = opened("m", "v1");
    version.prediction(null, 0.3, 0.025);
    version.prediction(null, 0.30000000000000004, 10.5);
    assertEquals(
        List.of(
            "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0"),
        edges("atalaya_prediction_latency_seconds"));
    assertEquals(
        List.of("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"),
        edges("atalaya_prediction_confidence"));
    assertBucket("atalaya_prediction_latency_seconds", "0.01", 0);
    assertBucket("atalaya_prediction_latency_seconds", "0.025", 1);
    assertBucket("atalaya_prediction_latency_seconds", "10.0", 1);
    assertBucket("atalaya_prediction_latency_seconds", "+Inf", 2);
    assertBucket("atalaya_prediction_confidence", "0.3", 1);
    assertBucket("atalaya_prediction_confidence", "0.4", 2);
  }

  @Test
  void aVersionsOutcomesBeginAtZeroAndUnmatchedOnesHaveNoPredictions() {
    VersionMetrics version = opened("m", "v1");
    version.outcome(Match.CORRECTED);
    opened("m", OutcomeMatcher.UNKNOWN_VERSION).outcome(Match.UNMATCHED);
    assertEquals(
        List.of(
            "atalaya_outcomes_total{match=\"corrected\",model=\"m\",version=\"v1\",} 1.0",
            "atalaya_outcomes_total{match=\"duplicate\",model=\"m\",version=\"v1\",} 0.0",
            "atalaya_outcomes_total{match=\"matched\",model=\"m\",version=\"v1\",} 0.0",
            "atalaya_outcomes_total{match=\"retracted\",model=\"m\",version=\"v1\",} 0.0",
            "atalaya_outcomes_total{match=\"unmatched\",model=\"m\",version=\"unknown\",} 1.0"),
        samples("atalaya_outcomes_total"));
    assertEquals(
        List.of("atalaya_predictions_total{model=\"m\",version=\"v1\",} 0.0"),
        samples("atalaya_predictions_total"));
  }

  @Test
  void twoWritersOfAVersionCountTogether() {
    VersionMetrics first = opened("m", "v1");
    VersionMetrics second = opened("m", "v1");
    first.prediction(null, 0.25, 0.5);
    second.prediction(null, 0.5, Double.NaN);
    assertSample("atalaya_predictions_total{model=\"m\",version=\"v1\",} 2.0");
    assertSample("atalaya_prediction_confidence_count{model=\"m\",version=\"v1\",} 2.0");
    first.prediction(null, 1, Double.NaN);
    assertBucket("atalaya_prediction_confidence", "0.3", 1);
    assertBucket("atalaya_prediction_confidence", "+Inf", 3);
    assertSample("atalaya_prediction_confidence_sum{model=\"m\",version=\"v1\",} 1.75");
    assertSample("atalaya_prediction_latency_seconds_count{model=\"m\",version=\"v1\",} 1.0");
  }

  @Test
  void anErrorThatIsNoWordIsOther() {
    VersionMetrics version = opened("m", "v1");
    version.prediction("no route to host", Double.NaN, Double.NaN);
    version.prediction("e".repeat(65), Double.NaN, Double.NaN);
    version.prediction("e".repeat(64), Double.NaN, Double.NaN);
    assertSample(
        "atalaya_prediction_errors_total{error=\"other\",model=\"m\",version=\"v1\",} 2.0");
    assertEquals(2, samples("atalaya_prediction_errors_total").size());
  }

  @Test
  void aModelHasTwentyErrorsOverAllItsVersionsAndTheRestIsOther() {
    VersionMetrics first = opened("m", "v1");
    for (int i = 0; i < 20; i++) {
      first.prediction("e" + i, Double.NaN, Double.NaN);
    }
    VersionMetrics second = opened("m", "v2");
    second.prediction("e19", Double.NaN, Double.NaN);
    second.prediction("e20", Double.NaN, Double.NaN);
    opened("another", "v1").prediction("e20", Double.NaN, Double.NaN);
    assertSample("atalaya_prediction_errors_total{error=\"e19\",model=\"m\",version=\"v2\",} 1.0");
    assertSample(
        "atalaya_prediction_errors_total{error=\"other\",model=\"m\",version=\"v2\",} 1.0");
    assertSample(
        "atalaya_prediction_errors_total{error=\"e20\",model=\"another\",version=\"v1\",} 1.0");
  }

  @Test
  void versionsWithoutEndShareOneLabel() {
    for (int i = 0; i < 1_000; i++) {
      opened("m", "v" + i).prediction(null, Double.NaN, Double.NaN);
    }
    assertEquals(65, samples("atalaya_predictions_total").size());
    assertSample("atalaya_predictions_total{model=\"m\",version=\"other\",} 936.0");
  }

  @Test
  void everyFamilyIsDescribed() {
    opened("m", "v1").prediction("e", 0.5, 0.5);
    metrics.deadLetter("inference.outcomes", "malformed");
    metrics.invalidation("m", "drift", "sent");
    metrics.eventToGauge(0.4);
    List<String> help = scrape().lines().filter(l -> l.startsWith("# HELP")).toList();
    assertFalse(help.isEmpty());
    for (String line : help) {
      assertTrue(line.split(" ", 4)[3].length() > 10, line);
    }
    assertTrue(scrape().contains("# TYPE atalaya_event_to_gauge_seconds histogram"));
    assertTrue(scrape().contains("# TYPE atalaya_prediction_confidence histogram"));
    assertTrue(scrape().contains("# TYPE atalaya_events_total counter"));
  }

  private VersionMetrics opened(String model, String version) {
    VersionMetrics opened = metrics.version(model, version);
    versions.add(opened);
    return opened;
  }

  private String scrape() {
    versions.forEach(VersionMetrics::flush);
    return registry.scrape();
  }

  private void assertSample(String line) {
    assertTrue(scrape().lines().anyMatch(line::equals), () -> line + scrape());
  }

  private void assertBucket(String name, String edge, int count) {
    assertSample(
        "%s_bucket{model=\"m\",version=\"v1\",le=\"%s\",} %d.0".formatted(name, edge, count));
  }

  private List<String> samples(String name) {
    return inOrder(name).stream().sorted().toList();
  }

  private List<String> edges(String name) {
    return inOrder(name + "_bucket").stream()
        .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
        .filter(edge -> !edge.equals("+Inf"))
        .toList();
  }

  private List<String> inOrder(String name) {
    return scrape().lines().filter(line -> line.startsWith(name + "{")).toList();
  }
}
