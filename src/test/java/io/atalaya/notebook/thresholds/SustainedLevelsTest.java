package io.atalaya.notebook.thresholds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import io.atalaya.signal.Threshold.Bound;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SustainedLevelsTest {

  private static final double NEVER = Double.NEGATIVE_INFINITY;

  @Test
  void levelIsTheLeastBadOfTheTimeThatABreachMustLast() {
    Threshold threshold = Judgements.threshold("mae", Bound.MAX, 1, Duration.ofHours(2), 0);

    double[] levels =
        SustainedLevels.of(threshold, Judgements.hourly(5, 3, 4, 9, Double.NaN, 7, 8, 6));

    assertArrayEquals(new double[] {NEVER, NEVER, 3, 3, NEVER, NEVER, NEVER, 6}, levels);
  }

  @Test
  void ofAMinimumMoreIsWorseToo() {
    Threshold threshold = Judgements.threshold("accuracy", Bound.MIN, 0.5, Duration.ZERO, 0);

    assertArrayEquals(
        new double[] {-0.9, -0.2, -0.7},
        SustainedLevels.of(threshold, Judgements.hourly(0.9, 0.2, 0.7)));
  }

  @Test
  void theRuleFiresIfAndOnlyIfALevelIsBeyondTheLimit() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(90);
    int fired = 0;
    for (int trial = 0; trial < 2_000; trial++) {
      double level = trial % 3 == 0 ? 0 : 0.9;
      List<Judgement> history = Judgements.hard(random, 30, 0.9);
      Threshold threshold =
          new Threshold(
              "accuracy",
              trial % 2 == 0 ? Bound.MIN : Bound.MAX,
              random.nextDouble(),
              Duration.ofDays(1),
              Severity.WARNING,
              random.nextInt(60),
              trial % 5 == 0 ? 0.3 : 0,
              level,
              Duration.ofHours(random.nextInt(4)),
              0.05);

      boolean fires = !BoundReplay.episodes(threshold, history).isEmpty();

      double worst = Arrays.stream(SustainedLevels.of(threshold, history)).max().orElseThrow();
      double limit = SustainedLevels.sign(threshold.bound()) * threshold.limit();
      assertEquals(fires, worst > limit, threshold + " " + history);
      fired += fires ? 1 : 0;
    }
    // Both happen often, or this says nothing.
    assertEquals(1_000, fired, 600);
  }
}
