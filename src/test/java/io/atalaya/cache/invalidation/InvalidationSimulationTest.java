package io.atalaya.cache.invalidation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.invalidation.Decision.DryRun;
import io.atalaya.cache.invalidation.Decision.NotConcerned;
import io.atalaya.cache.invalidation.Decision.Sent;
import io.atalaya.cache.invalidation.Decision.Suppressed;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Lifecycle;
import io.atalaya.signal.Evidence;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Signal;
import io.atalaya.signal.SignalKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random runs against a model that keeps every reason and works each decision out from the
 * beginning, by the definitions; and against a twin that is written and read before every decision.
 */
class InvalidationSimulationTest {

  private static final int RUNS = 200;
  private static final int REASONS = 60;
  private static final long COOLDOWN = 50;
  private static final List<String> CHECKS = List.of("drift", "accuracy", "mae");

  /** A signal's beginning when {@code check} is one, a change of the model when it is lifecycle. */
  private record Reason(String check, String version, long t) {}

  @Test
  void agreesWithTheDefinitionsAndWithARestoredTwin() {
    Random random = new Random(20261123);
    int suppressed = 0;
    for (int run = 0; run < RUNS; run++) {
      boolean dryRun = random.nextInt(4) == 0;
      InvalidationSettings settings =
          new InvalidationSettings(
              random.nextInt(4) == 0
                  ? Set.of("drift", "accuracy")
                  : Set.of("drift", "accuracy", "lifecycle"),
              Duration.ofMillis(COOLDOWN),
              dryRun);
      InvalidationPolicy policy = new InvalidationPolicy("m", settings);
      InvalidationPolicy twin = new InvalidationPolicy("m", settings);
      List<Reason> history = new ArrayList<>();
      long t = 0;
      for (int i = 0; i < REASONS; i++) {
        t += random.nextInt(30);
        history.add(randomReason(random, history, t));

        Decision decision = decide(policy, history.getLast());

        assertEquals(byDefinition(history, settings), text(decision));
        twin = restored(twin, settings);
        assertEquals(decision, decide(twin, history.getLast()));
        assertEquals(policy.number(), twin.number());
        suppressed += decision instanceof Suppressed ? 1 : 0;
      }
    }
    assertTrue(suppressed > 5 * RUNS, "the cooldown must have something to do: " + suppressed);
  }

  /** Decides on all reasons in turn, each from all that were decided before it. */
  private static String byDefinition(List<Reason> history, InvalidationSettings settings) {
    List<Reason> invalidations = new ArrayList<>();
    String decision = "none";
    for (int i = 0; i < history.size(); i++) {
      Reason reason = history.get(i);
      long until =
          invalidations.stream().mapToLong(earlier -> earlier.t + COOLDOWN).max().orElse(-1);
      if (!settings.on().contains(reason.check) || history.subList(0, i).contains(reason)) {
        decision = "none";
      } else if (!reason.check.equals("lifecycle") && reason.t < until) {
        decision = "suppressed until " + until;
      } else {
        invalidations.add(reason);
        decision = settings.dryRun() ? "rehearsed 1" : "sent " + invalidations.size();
      }
    }
    return decision;
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Sent(Invalidation invalidation) -> "sent " + invalidation.epoch();
      case DryRun(Invalidation invalidation) -> "rehearsed " + invalidation.epoch();
      case Suppressed(_, long until) -> "suppressed until " + until;
      case NotConcerned() -> "none";
    };
  }

  private static Decision decide(InvalidationPolicy policy, Reason reason) {
    if (reason.check.equals("lifecycle")) {
      return policy.decide(
          new Lifecycle("m", reason.version, reason.t, Lifecycle.Change.PARAMETERS, null));
    }
    SignalKey key = new SignalKey("m", reason.version, reason.check, "1h");
    return policy.decide(Signal.incident(key, Severity.WARNING, reason.t, Evidence.NONE));
  }

  private static Reason randomReason(Random random, List<Reason> history, long t) {
    if (!history.isEmpty() && random.nextInt(5) == 0) {
      return history.get(random.nextInt(history.size()));
    }
    String version = "v" + random.nextInt(2);
    return random.nextInt(8) == 0
        ? new Reason("lifecycle", version, t - random.nextInt(100))
        : new Reason(CHECKS.get(random.nextInt(CHECKS.size())), version, t);
  }

  private static InvalidationPolicy restored(
      InvalidationPolicy policy, InvalidationSettings settings) {
    ByteWriter out = new ByteWriter();
    policy.writeTo(out);
    return InvalidationPolicy.readFrom(new ByteReader(out.toByteArray()), "m", settings);
  }
}
