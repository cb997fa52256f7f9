package io.atalaya.cache.prefetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import io.atalaya.cache.prefetch.Successors.Guess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SuccessorsTest {

  private static final Loader LOADER = () -> CompletableFuture.failedStage(new AssertionError());

  private final Successors successors = new Successors(10);

  @Test
  void whatFollowedThreeTimesIsGuessed() {
    request("a", 1, 2, 1, 2, 1);
    assertEquals(Optional.empty(), next("a", 2));
    assertEquals(Optional.of(new Guess(input(2), LOADER)), next("a", 1));
  }

  @Test
  void theRequestsOfDifferentCallersDoNotFollowEachOther() {
    for (int i = 0; i < 10; i++) {
      request("a", 1);
      request("b", 2);
    }

    assertEquals(Optional.empty(), next("c", 1));
  }

  @Test
  void whatFollowsInLessThanHalfOfTheTimeIsNotGuessed() {
    for (int i = 0; i < 9; i++) {
      request("a", 1, 10 + i % 3);
    }

    assertEquals(Optional.empty(), next("a", 1));
  }

  @Test
  void anotherSuccessorTakesThePlaceOfOneThatNoLongerFollows() {
    for (int i = 0; i < 5; i++) {
      request("a", 1, 2);
    }
    for (int i = 0; i < 12; i++) {
      request("a", 1, 3);
    }

    assertEquals(Optional.of(new Guess(input(3), LOADER)), next("a", 1));
  }

  @Test
  void theSameInputAgainIsNoSuccessor() {
    request("a", 1, 1, 1, 1, 1);

    assertEquals(Optional.empty(), next("a", 1));
  }

  @Test
  void whatWasNotSeenForLongestIsForgottenFirst() {
    for (int i = 0; i < 5; i++) {
      request("a", 1, 2);
    }
    for (int i = 100; i < 120; i++) {
      request("a", i);
    }

    assertEquals(Optional.empty(), next("a", 1));
  }

  private void request(String caller, int... inputs) {
    for (int input : inputs) {
      var unused = next(caller, input);
    }
  }

  private Optional<Guess> next(String caller, int input) {
    return successors.requested(caller, input(input), LOADER);
  }

  private static InputHash input(long number) {
    return new InputHash(0, number);
  }
}
