package io.atalaya.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Event;
import io.atalaya.event.Interaction;
import io.atalaya.event.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the order in which three logs are read, interactions count to the same. */
class AttributionOrderTest {

  private static final long HORIZON = 150;
  private static final long WINDOW = 100;
  private static final long LATENESS = 30;

  /** An event of one of the logs: predictions, interactions, forwarded interactions. */
  private record Appended(int log, Event event, long millis) {}

  @Test
  void everyInterleavingOfTheLogsGivesWhatTheRulesSay() {
    int attributed = 0;
    int others = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      List<Appended> log = generate(random);
      Map<Attributed, Integer> expected = expected(log);
      for (int order = 0; order < 6; order++) {
        RecordedInteractions found = read(log, random);
        assertEquals(expected, found.counted(), "seed " + seed);
        attributed += found.count(true);
        others += found.count(false);
      }
    }
    assertTrue(attributed > 10_000 && others > 10_000, attributed + " and " + others);
  }

  /** Identifiers whose records lie close enough together, or just too far apart, to matter. */
  private static List<Appended> generate(Random random) {
    List<Appended> log = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long base = 1_000L + random.nextInt(500);
      String id = "id-" + i;
      if (random.nextInt(6) > 0) {
        // In time, if a little late.
        long time = base - random.nextInt((int) LATENESS);
        log.add(new Appended(0, RecordingListener.prediction(id, time), base));
      }
      for (int k = random.nextInt(6); k > 0; k--) {
        long at = base + random.nextInt(260) - 130;
        boolean timeGiven = random.nextInt(3) > 0;
        Interaction interaction =
            RecordedInteractions.click(id, timeGiven ? at - 5 : at, timeGiven, random.nextInt(2));
        log.add(new Appended(1 + random.nextInt(2), interaction, at));
        if (random.nextInt(3) == 0) {
          // The same from another client, which sends it to the wrong partition.
          long again = at + random.nextInt((int) WINDOW + 1);
          Interaction same =
              timeGiven
                  ? interaction
                  : RecordedInteractions.click(id, again, false, interaction.value());
          log.add(new Appended(1 + random.nextInt(2), same, again));
        }
      }
    }
    log.sort(Comparator.comparingLong(Appended::millis));
    return log;
  }

  /** By the rules, from all of the log at once. */
  private static Map<Attributed, Integer> expected(List<Appended> log) {
    Map<Attributed, Integer> expected = new HashMap<>();
    Map<Interaction, List<Long>> times = new HashMap<>();
    for (Appended each : log) {
      if (each.event instanceof Interaction interaction) {
        times.computeIfAbsent(interaction, same -> new ArrayList<>()).add(each.millis);
      }
    }
    times.forEach(
        (interaction, appended) -> {
          for (List<Long> one : interaction.timeGiven() ? List.of(appended) : singles(appended)) {
            Attributed own = new Attributed(interaction, "own", "own segment", false);
            expected.merge(attributed(log, interaction, one, own), 1, Integer::sum);
          }
        });
    return expected;
  }

  private static List<List<Long>> singles(List<Long> all) {
    return all.stream().map(List::of).toList();
  }

  private static Attributed attributed(
      List<Appended> log, Interaction interaction, List<Long> appended, Attributed own) {
    for (Appended each : log) {
      if (each.event instanceof Prediction prediction
          && Objects.equals(prediction.id(), interaction.id())
          && appended.stream()
              .anyMatch(millis -> Math.abs(millis - prediction.timeMillis()) <= WINDOW)) {
        return new Attributed(interaction, prediction.version(), prediction.segment(), true);
      }
    }
    return own;
  }

  /** Reads the logs in some order, with the progress that this allows, and some restarts. */
  private static RecordedInteractions read(List<Appended> log, Random random) {
    RecordedInteractions found = new RecordedInteractions();
    Matching matching = new Matching(1_000);
    OutcomeMatcher matcher = matching.matcher("m", HORIZON, new RecordingListener());
    Attribution attribution = new Attribution(matcher, found, WINDOW, LATENESS, new Quota(1_000));
    List<List<Appended>> logs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      logs.add(log.stream().filter(each -> each.log == number).toList());
    }
    int[] next = new int[3];
    double first = random.nextDouble();
    for (int left = log.size(); left > 0; left--) {
      int from = random.nextDouble() < first ? 0 : 1 + random.nextInt(2);
      while (next[from] == logs.get(from).size()) {
        from = random.nextInt(3);
      }
      Appended each = logs.get(from).get(next[from]++);
      switch (each.event) {
        case Prediction prediction -> {
          if (matcher.add(prediction, each.millis, true)) {
            attribution.predicted(prediction, true);
          }
        }
        case Interaction interaction ->
            attribution.add(interaction, "own", "own segment", each.millis, true);
        default -> throw new IllegalStateException("no " + each.event);
      }
      long progress = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        boolean ended = next[i] == logs.get(i).size();
        progress = Math.min(progress, ended ? Long.MAX_VALUE : logs.get(i).get(next[i]).millis);
      }
      if (progress != Long.MAX_VALUE && random.nextInt(4) == 0) {
        matching.advance(progress, true);
        attribution.advance(progress);
      }
      if (random.nextInt(40) == 0) {
        ByteWriter out = new ByteWriter();
        attribution.writeTo(out);
        matching.writeTo(out);
        matching = new Matching(1_000);
        OutcomeMatcher restored = matching.matcher("m", HORIZON, new RecordingListener());
        matcher = restored;
        attribution = new Attribution(matcher, found, WINDOW, LATENESS, new Quota(1_000));
        ByteReader in = new ByteReader(out.toByteArray());
        attribution.restoreFrom(in);
        matching.restoreFrom(in, name -> restored);
      }
    }
    return found;
  }
}
