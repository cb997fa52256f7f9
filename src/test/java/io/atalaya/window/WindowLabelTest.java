package io.atalaya.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowLabelTest {

  @Test
  void namesWholeHoursElseMinutesElseSecondsElseMilliseconds() {
    assertEquals("24h", WindowLabel.of(Duration.ofDays(1)));
    assertEquals("90m", WindowLabel.of(Duration.ofMinutes(90)));
    assertEquals("90s", WindowLabel.of(Duration.ofSeconds(90)));
    assertEquals("1500ms", WindowLabel.of(Duration.ofMillis(1_500)));
  }
}
