package io.atalaya.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Label;
import io.atalaya.event.Outcome;
import io.atalaya.event.PredictionId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered: its bound, and its way through a restart. */
class MatchingTest {

  private static final long HORIZON = 1_000;

  @Test
  void theOldestIsGivenUpAndCountedOnceTheBoundIsReached() {
    RecordingListener heard = new RecordingListener();
    Matching matching = new Matching(100);
    OutcomeMatcher matcher = matching.matcher("m", HORIZON, heard);
    for (int i = 0; i < 100; i++) {
      matcher.add(RecordingListener.prediction("p" + i, 1_000 + i), 1_000 + i, true);
    }
    assertEquals(0, heard.count("1", GivenUp.PENDING));
    matcher.add(RecordingListener.prediction("one more", 1_100), 1_100, true);
    int givenUp = heard.count("1", GivenUp.PENDING);
    assertTrue(givenUp >= 1);
    assertEquals(101 - givenUp, matching.size());
    assertEquals(101 - givenUp, matcher.pending("1"));
    assertEquals(1_000 + givenUp, matcher.oldestPendingMillis("1"), "the oldest went first");
    assertEquals(givenUp, heard.unlabelled().size(), "nobody will know their labels");
    matcher.add(outcome("p99", 1_200, 5), 1_200, true);
    matcher.add(outcome("p0", 1_200, 5), 1_200, true);
    assertEquals(1, heard.count("1", Match.MATCHED));
  }

  @Test
  void pairsAndWaitingOutcomesAreGivenUpAsWhatTheyAre() {
    RecordingListener heard = new RecordingListener();
    Matching matching = new Matching(2);
    OutcomeMatcher matcher = matching.matcher("m", HORIZON, heard);
    matcher.add(outcome("early", 1_000, 5), 1_000, true);
    matcher.add(RecordingListener.prediction("pair", 1_001), 1_001, true);
    matcher.add(outcome("pair", 1_002, 5), 1_002, true);
    matcher.add(RecordingListener.prediction("new", 1_003), 1_003, true);
    assertEquals(1, heard.count("unknown", GivenUp.OUTCOME));
    assertEquals(1, heard.count("unknown", Match.UNMATCHED));
    assertEquals(0, heard.count("1", GivenUp.MATCHED));
    matcher.add(RecordingListener.prediction("newer", 1_004), 1_004, true);
    assertEquals(1, heard.count("1", GivenUp.MATCHED));
    assertEquals(1, heard.pairs().size(), "the pair still counts");
    assertEquals(2, matching.size());
    assertEquals(2, matcher.pending("1"));
  }

  @Test
  void aMatchingWithoutRoomIsRefused() {
    assertEquals(
        "limit is 0: at least 1 identifier must be remembered",
        assertThrows(IllegalArgumentException.class, () -> new Matching(0)).getMessage());
  }

  @Test
  void aRestoredMatchingGoesOnAsTheOneThatWasWritten() {
    int pairs = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      RecordingListener expected = new RecordingListener();
      RecordingListener heard = new RecordingListener();
      Map<String, OutcomeMatcher> straight = new HashMap<>();
      Map<String, OutcomeMatcher> restored = new HashMap<>();
      Matching one = new Matching(10_000);
      Matching other = new Matching(10_000);
      long now = 1_000;
      for (int step = 0; step < 400; step++) {
        now += random.nextInt(20);
        // An identifier is used within the horizon only.
        String id = "p" + now / 250 + "-" + random.nextInt(6);
        String model = random.nextBoolean() ? "m" : "n";
        Object event =
            random.nextInt(3) == 0
                ? RecordingListener.prediction(id, now - random.nextInt(50))
                : outcome(id, now - random.nextInt(50), random);
        give(straight.computeIfAbsent(model, m -> one.matcher(m, 300, expected)), event, now);
        give(restored.computeIfAbsent(model, open(other, heard)), event, now);
        if (random.nextInt(10) == 0) {
          one.advance(now, true);
          other.advance(now, true);
        }
        if (random.nextInt(40) == 0) {
          ByteWriter out = new ByteWriter();
          other.writeTo(out);
          other = new Matching(10_000);
          restored.clear();
          Matching next = other;
          ByteReader in = new ByteReader(out.toByteArray());
          next.restoreFrom(in, name -> restored.computeIfAbsent(name, open(next, heard)));
          assertTrue(in.atEnd());
        }
        for (String known : straight.keySet()) {
          OutcomeMatcher there = restored.computeIfAbsent(known, open(other, heard));
          OutcomeMatcher here = straight.get(known);
          assertEquals(here.pending("1"), there.pending("1"), "seed " + seed);
          assertEquals(here.oldestPendingMillis("1"), there.oldestPendingMillis("1"));
        }
      }
      one.advance(Long.MAX_VALUE - 1, true);
      other.advance(Long.MAX_VALUE - 1, true);
      assertEquals(expected.pairs(), heard.pairs(), "seed " + seed);
      assertEquals(expected.unlabelled(), heard.unlabelled(), "seed " + seed);
      assertEquals(expected.counts(), heard.counts(), "seed " + seed);
      assertEquals(0, other.size());
      pairs += heard.pairs().size();
    }
    assertTrue(pairs > 5_000, "the sequences hardly match anything: " + pairs);
  }

  @Test
  void aDamagedStateIsRefusedOrReadButNeverEndless() {
    Matching matching = new Matching(1_000);
    OutcomeMatcher matcher = matching.matcher("m", HORIZON, new RecordingListener());
    for (int i = 0; i < 20; i++) {
      matcher.add(RecordingListener.prediction("p" + i, 1_000 + i), 1_000 + i, true);
    }
    ByteWriter out = new ByteWriter();
    matching.writeTo(out);
    byte[] state = out.toByteArray();
    assertThrows(IllegalArgumentException.class, () -> restore(Arrays.copyOf(state, 300)));
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = state.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        restore(damaged);
      } catch (IllegalArgumentException refused) {
        assertTrue(refused.getMessage() != null);
      }
    }
  }

  private static void restore(byte[] state) {
    Matching restored = new Matching(1_000);
    Map<String, OutcomeMatcher> matchers = new HashMap<>();
    restored.restoreFrom(
        new ByteReader(state),
        name -> matchers.computeIfAbsent(name, open(restored, new RecordingListener())));
  }

  private static java.util.function.Function<String, OutcomeMatcher> open(
      Matching matching, RecordingListener heard) {
    return model -> matching.matcher(model, 300, heard);
  }

  private static void give(OutcomeMatcher matcher, Object event, long now) {
    if (event instanceof Outcome outcome) {
      matcher.add(outcome, now, true);
    } else {
      matcher.add((io.atalaya.event.Prediction) event, now, true);
    }
  }

  private static Outcome outcome(String id, long millis, Random random) {
    Label actual =
        switch (random.nextInt(5)) {
          case 0 -> null;
          case 1 -> new Label.Category("class-" + random.nextInt(2));
          default -> RecordingListener.number(random.nextInt(3));
        };
    return new Outcome(PredictionId.of(id), "m", millis, random.nextBoolean(), actual);
  }

  private static Outcome outcome(String id, long millis, double actual) {
    return new Outcome(PredictionId.of(id), "m", millis, false, RecordingListener.number(actual));
  }
}
