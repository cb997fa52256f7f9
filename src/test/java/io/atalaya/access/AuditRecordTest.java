package io.atalaya.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.access.AuditRecord.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditRecordTest {

  @Test
  void aRecordIsOneLineOfNamedValues() {
    assertEquals(
        "subject=\"ana\" method=\"POST\" target=\"/v1/events/model.lifecycle\" outcome=\"done\""
            + " status=\"202\" reason=\"-\" source=\"10.0.0.1\"",
        line("ana", "/v1/events/model.lifecycle"));
  }

  @Test
  void nobodyForgesALine() {
    String line =
        line(
            "eve\" outcome=\"done",
            "/v1/a\r\n2026-11-27 INFO subject=\"root\"\u2028\u202e\u0000\u001b[2J\\é");

    assertTrue(line.startsWith("subject=\"eve\\\" outcome=\\\"done\" method="), line);
    assertTrue(
        line.contains(
            "target=\"/v1/a\\u000d\\u000a2026-11-27 INFO subject=\\\"root\\\"\\u2028\\u202e"
                + "\\u0000\\u001b[2J\\\\\\u00e9\" "),
        line);
    assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
  }

  @Test
  void valuesAreNotLongerThanALineBears() {
    assertTrue(line("a", "x".repeat(512)).contains("x".repeat(512) + "\" "));
    assertTrue(line("a", "x".repeat(513)).contains("=\"" + "x".repeat(512) + "...\" "));
  }

  @ParameterizedTest
  @CsvSource({"200, DONE", "202, DONE", "304, DONE", "400, REFUSED", "499, REFUSED", "500, FAILED"})
  void theStatusTellsTheOutcome(int status, Outcome outcome) {
    assertEquals(outcome, Outcome.of(status));
  }

  private static String line(String subject, String target) {
    return new AuditRecord(subject, "POST", target, Outcome.DONE, 202, "-", "10.0.0.1").line();
  }
}
