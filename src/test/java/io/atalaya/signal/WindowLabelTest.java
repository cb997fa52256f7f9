package io.atalaya.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowLabelTest {

  @Test
  void wholeHoursAreHours() {
    assertEquals("1h", WindowLabel.of(Duration.ofHours(1)));
    assertEquals("24h", WindowLabel.of(Duration.ofDays(1)));
  }

  @Test
  void otherWholeMinutesAreMinutes() {
    assertEquals("5m", WindowLabel.of(Duration.ofMinutes(5)));
    assertEquals("90m", WindowLabel.of(Duration.ofMinutes(90)));
    assertEquals("59m", WindowLabel.of(Duration.ofMinutes(59)));
  }

  @Test
  void otherWholeSecondsAreSeconds() {
    assertEquals("61s", WindowLabel.of(Duration.ofSeconds(61)));
    assertEquals("3601s", WindowLabel.of(Duration.ofSeconds(3601)));
  }

  @Test
  void theRestIsMilliseconds() {
    assertEquals("1ms", WindowLabel.of(Duration.ofMillis(1)));
    assertEquals("1500ms", WindowLabel.of(Duration.ofMillis(1500)));
  }

  @Test
  void refusesWhatIsNoWindow() {
    assertThrows(IllegalArgumentException.class, () -> WindowLabel.of(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> WindowLabel.of(Duration.ofMinutes(-5)));
    assertThrows(IllegalArgumentException.class, () -> WindowLabel.of(Duration.ofNanos(1_500_000)));
  }
}
