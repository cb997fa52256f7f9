package io.atalaya.adapter.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.availability.Observation;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.availability.StatusBoard;
import io.atalaya.availability.Target;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AvailabilityCollectorTest {

  private static final ProbeTimes TIMES =
      new ProbeTimes(Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(1));
  private static final Target INFER = new Target.OfModel("bike-demand", "infer");
  private static final Target GENERATION = new Target.OfModel("granite", "generation");
  private static final Target REDIS = new Target.OfSystem("redis");

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(100));
  private final StatusBoard board = new StatusBoard(now::get);
  private final CollectorRegistry registry = new CollectorRegistry();

  AvailabilityCollectorTest() {
    board.add(INFER, TIMES);
    board.add(GENERATION, TIMES);
    board.add(REDIS, TIMES);
    registry.register(new AvailabilityCollector(board));
  }

  @Test
  void beforeTheFirstAnswerOnlyThatNothingWasObservedIsTold() throws IOException {
    assertEquals(
        List.of(
            "atalaya_model_probe_observed_seconds{model=\"bike-demand\",probe=\"infer\",} 0.0",
            "atalaya_model_probe_observed_seconds{model=\"granite\",probe=\"generation\",} 0.0",
            "atalaya_system_probe_observed_seconds{system=\"redis\",} 0.0"),
        samples());
  }

  @Test
  void everyFigureHasTheGaugeOfTheContract() throws IOException {
    board.observed(INFER, new Observation.Up(Duration.ofMillis(250)));
    board.observed(GENERATION, new Observation.Down("refused"));
    board.observed(REDIS, new Observation.Slow(Duration.ofMillis(1_500)));
    now.set(Instant.ofEpochSecond(104));
    board.observed(INFER, new Observation.Wrong(Duration.ofMillis(125), "NaN"));
    now.set(Instant.ofEpochSecond(105));

    assertEquals(
        List.of(
            "atalaya_model_availability_ratio{model=\"bike-demand\",probe=\"infer\",} 0.8",
            "atalaya_model_availability_ratio{model=\"granite\",probe=\"generation\",} 0.0",
            "atalaya_model_probe_last_success_timestamp_seconds{model=\"bike-demand\",probe=\"infer\",}"
                + " 100.0",
            "atalaya_model_probe_observed_seconds{model=\"bike-demand\",probe=\"infer\",} 5.0",
            "atalaya_model_probe_observed_seconds{model=\"granite\",probe=\"generation\",} 5.0",
            "atalaya_model_probe_seconds{model=\"bike-demand\",probe=\"infer\",} 0.125",
            "atalaya_model_probe_slow{model=\"bike-demand\",probe=\"infer\",} 0.0",
            "atalaya_model_probe_slow{model=\"granite\",probe=\"generation\",} 0.0",
            "atalaya_model_up{model=\"bike-demand\",probe=\"infer\",} 0.0",
            "atalaya_model_up{model=\"granite\",probe=\"generation\",} 0.0",
            "atalaya_system_availability_ratio{system=\"redis\",} 1.0",
            "atalaya_system_probe_last_success_timestamp_seconds{system=\"redis\",} 100.0",
            "atalaya_system_probe_observed_seconds{system=\"redis\",} 5.0",
            "atalaya_system_probe_seconds{system=\"redis\",} 1.5",
            "atalaya_system_probe_slow{system=\"redis\",} 1.0",
            "atalaya_system_up{system=\"redis\",} 1.0"),
        samples());
  }

  @Test
  void whatWasNotAskedForTooLongIsNeitherUpNorDown() throws IOException {
    board.observed(REDIS, new Observation.Up(Duration.ofMillis(1)));
    board.remove(INFER);
    board.remove(GENERATION);
    now.set(Instant.ofEpochSecond(200));

    assertEquals(
        List.of(
            "atalaya_system_availability_ratio{system=\"redis\",} 1.0",
            "atalaya_system_probe_last_success_timestamp_seconds{system=\"redis\",} 100.0",
            "atalaya_system_probe_observed_seconds{system=\"redis\",} 32.0"),
        samples());
  }

  @Test
  void aSecondCollectorOfTheSameGaugesIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> registry.register(new AvailabilityCollector(board)));
  }

  private List<String> samples() throws IOException {
    StringWriter text = new StringWriter();
    TextFormat.write004(text, registry.metricFamilySamples());
    return text.toString().lines().filter(line -> !line.startsWith("#")).sorted().toList();
  }
}
