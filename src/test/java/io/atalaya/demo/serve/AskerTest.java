package io.atalaya.demo.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.InputDigest;
import io.atalaya.cache.InputHash;
import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AskerTest {

  private static final List<DemandHour> HOURS = DemandHistory.load().hours();

  @Test
  void withTheStepsOfTheCacheTheBulletinAndTheMeasuredWeatherAreOneInput() {
    for (DemandHour hour : HOURS) {
      assertEquals(
          rounded(Asker.APP.known(hour)), rounded(Asker.SHIFTS.known(hour)), hour.toString());
    }
  }

  @Test
  void theseAreTheStepsOfTheCache() throws IOException {
    try (InputStream in = AskerTest.class.getResourceAsStream("/model-monitoring.yaml")) {
      String configuration = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      assertTrue(
          configuration.contains("round: {temperature: 0.05, humidity: 0.1, windspeed: 0.1}"));
    }
  }

  @Test
  void aStepFurtherIsAnotherInput() {
    DemandHour hour = HOURS.getFirst();
    DemandHour warmer =
        new DemandHour(
            hour.time(),
            hour.weekday(),
            hour.workingDay(),
            hour.weather(),
            hour.temperature() + 0.05,
            hour.humidity(),
            hour.windspeed(),
            hour.demand());
    assertNotEquals(rounded(hour), rounded(warmer));
  }

  @Test
  void everyRequestHasAnIdentifierOfItsOwn() {
    assertEquals("2011-01-01T00:00/shifts", Asker.SHIFTS.id(HOURS.getFirst()));
    assertEquals("2011-01-01T01:00/app", Asker.APP.id(HOURS.get(1)));
  }

  /** What the cache finds an hour by, with the steps of model-monitoring.yaml. */
  private static InputHash rounded(DemandHour hour) {
    return new InputDigest()
        .number(hour.time().getHour())
        .number(hour.weekday())
        .number(hour.workingDay())
        .number(hour.weather())
        .rounded(hour.temperature(), 0.05)
        .rounded(hour.humidity(), 0.1)
        .rounded(hour.windspeed(), 0.1)
        .hash();
  }
}
