package io.atalaya.demo.demand;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemandHistoryTest {

  private static final String HEADER =
      "cnt,dteday,hr,weekday,workingday,weathersit,temp,hum,windspeed,more\n";
  private static final String FIRST = "16,2011-01-01,0,6,0,1,0.24,0.81,0.1,x\n";
  private static final String SECOND = "40,2011-01-02,23,0,0,2,0.22,0.8,0,x\n";

  @Test
  void findsColumnsByNameWhateverTheirOrder() throws IOException {
    DemandHistory history = DemandHistory.read(new StringReader(HEADER + FIRST));
    assertEquals(
        List.of(new DemandHour(LocalDateTime.of(2011, 1, 1, 0, 0), 6, 0, 1, 0.24, 0.81, 0.1, 16)),
        history.hours());
    assertArrayEquals(
        new double[] {0, 6, 0, 1, 0.24, 0.81, 0.1}, history.hours().getFirst().inputs());
  }

  @Test
  void aPeriodHasItsFirstDayButNotItsEnd() throws IOException {
    DemandHistory history = DemandHistory.read(new StringReader(HEADER + FIRST + SECOND));
    LocalDate first = LocalDate.of(2011, 1, 1);
    assertEquals(history.hours().subList(0, 1), history.between(first, first.plusDays(1)).hours());
    assertEquals(
        history.hours().subList(1, 2),
        history.between(first.plusDays(1), first.plusDays(2)).hours());
  }

  @Test
  void aBadFieldIsNamedWithItsLine() {
    assertMessage("line 3: 'hr' is 'noon', not an integer", SECOND.replace("23", "noon"));
    assertMessage(
        "line 3: 'dteday' is '1 May', not an ISO 8601 date", SECOND.replace("2011-01-02", "1 May"));
    assertMessage("line 3: 'temp' is '', not a number", SECOND.replace("0.22", ""));
    assertMessage("line 3 ends before 'temp'", "40,2011-01-02,23,0,0,2\n");
  }

  @Test
  void aMissingColumnAndAMissingHeaderAreNamed() {
    assertEquals(
        "the header has no column 'dteday'",
        assertThrows(
                IllegalArgumentException.class,
                () -> DemandHistory.read(new StringReader("cnt,hr\n1,2\n")))
            .getMessage());
    assertEquals(
        "the CSV is empty: its first line must be a header",
        assertThrows(IllegalArgumentException.class, () -> DemandHistory.read(new StringReader("")))
            .getMessage());
  }

  @Test
  void theWholeHistoryHasTwoYears() {
    DemandHistory history = DemandHistory.load();
    assertEquals(17_379, history.hours().size());
    assertEquals(LocalDateTime.of(2011, 1, 1, 0, 0), history.hours().getFirst().time());
    assertEquals(LocalDateTime.of(2012, 12, 31, 23, 0), history.hours().getLast().time());
    // numpy 2.4.6: numpy.loadtxt(..., usecols=16).sum()
    assertEquals(3_292_679, history.hours().stream().mapToInt(DemandHour::demand).sum());
  }

  private static void assertMessage(String expected, String secondLine) {
    assertEquals(
        expected,
        assertThrows(
                IllegalArgumentException.class,
                () -> DemandHistory.read(new StringReader(HEADER + FIRST + secondLine)))
            .getMessage());
  }
}
