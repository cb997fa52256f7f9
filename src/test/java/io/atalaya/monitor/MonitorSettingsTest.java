package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.cache.invalidation.InvalidationSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MonitorSettingsTest {

  private static final Duration PANE = Duration.ofSeconds(10);
  private static final ModelSettings HOURLY = model(Duration.ofHours(1));

  @Test
  void unnamedModelTakesTheDefaults() {
    ModelSettings daily = model(Duration.ofDays(1));
    MonitorSettings settings = settings(PANE, Map.of("a", daily), 1);

    assertEquals(daily, settings.of("a"));
    assertEquals(HOURLY, settings.of("b"));
  }

  @Test
  void windowThatThePaneDoesNotDivideIsRefused() {
    assertEquals(
        "models.a.windows: 25s is no multiple of the pane of 10s: give 20s or 30s",
        refusal(() -> settings(PANE, Map.of("a", model(Duration.ofSeconds(25))), 1)));
    assertEquals(
        "defaults.windows: 1h is no multiple of the pane of 7s: give 3598s or 3605s",
        refusal(() -> settings(Duration.ofSeconds(7), Map.of(), 1)));
  }

  @Test
  void paneOutOfItsBoundsIsRefused() {
    assertEquals(
        "pane: 0ms is not from 100ms to 1h: give a duration, for example 10s",
        refusal(() -> settings(Duration.ZERO, Map.of(), 1)));
  }

  @Test
  void allConfiguredModelsMustBeWatched() {
    Map<String, ModelSettings> two = Map.of("a", HOURLY, "b", HOURLY);

    assertEquals(2, settings(PANE, two, 2).models().size());
    assertEquals(
        "max-models: 1 is below 2, the number of configured models: raise it",
        refusal(() -> settings(PANE, two, 1)));
  }

  private static String refusal(Runnable construction) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, construction::run).getMessage());
  }

  private static MonitorSettings settings(
      Duration pane, Map<String, ModelSettings> models, int maxModels) {
    return new MonitorSettings(
        pane, Duration.ofMinutes(5), models, HOURLY, maxModels, 1_000, 2_000);
  }

  private static ModelSettings model(Duration window) {
    return new ModelSettings(
        ModelSettings.Kind.PREDICTIVE,
        ClassSettings.DEFAULT,
        null,
        null,
        List.of(window),
        Duration.ofDays(1),
        Duration.ofDays(1),
        null,
        List.of(),
        SegmentSettings.DEFAULT,
        null,
        Map.of(),
        PriceSettings.NONE,
        null,
        new InvalidationSettings(Set.of(), Duration.ofMinutes(10), false));
  }
}
