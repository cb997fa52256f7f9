package io.atalaya.cache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.Flights.Boarding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {

  private static final CacheKey KEY = new CacheKey("m", 0, new InputHash(1, 2));
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Flights flights = new Flights("test", flight -> {});

  @Test
  void oneOfThoseWhoWaitLeads() {
    assertTrue(flights.board(KEY, LONG).leads());
    assertFalse(flights.board(KEY, LONG).leads());
  }

  @Test
  void whoeverHearsThatAFlightHasFailedBoardsAnother() {
    Boarding failed = flights.board(KEY, LONG);
    List<Boarding> next = new ArrayList<>();
    var unused =
        failed
            .flight()
            .answer()
            .whenComplete((answer, failure) -> next.add(flights.board(KEY, LONG)))
            .exceptionally(failure -> null);

    failed.flight().fail(new IllegalStateException("no answer"));

    assertTrue(next.getFirst().leads());
    assertFalse(flights.board(KEY, LONG).leads());
  }
}
