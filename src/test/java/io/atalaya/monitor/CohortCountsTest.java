package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CohortCountsTest {

  private static CohortCounts cohort(int group, int predictions, int labelled, double loss) {
    CohortCounts cohort = new CohortCounts();
    for (int i = 0; i < predictions; i++) {
      cohort.addPrediction(group);
    }
    for (int i = 0; i < labelled; i++) {
      cohort.addLabel(group, loss);
    }
    return cohort;
  }

  private static CohortCounts merged(CohortCounts... cohorts) {
    CohortCounts merged = new CohortCounts();
    for (CohortCounts cohort : cohorts) {
      merged.merge(cohort);
    }
    return merged;
  }

  @Test
  void coverageIsOfThePredictionsOfTheTime() {
    assertEquals(OptionalDouble.empty(), new CohortCounts().coverage());
    assertEquals(OptionalDouble.of(0), cohort(1, 4, 0, 0).coverage());
    assertEquals(
        OptionalDouble.of(0.375), merged(cohort(1, 4, 3, 1), cohort(2, 4, 0, 0)).coverage());
  }

  @Test
  void eachPredictionIsExpectedToLoseWhatItsGroupDid() {
    CohortCounts known = merged(cohort(3, 10, 10, 2), cohort(4, 10, 5, 8));
    CohortCounts now = merged(cohort(3, 3, 0, 0), cohort(4, 1, 0, 0));
    assertEquals(OptionalDouble.of((3 * 2 + 8) / 4.0), now.expectedLoss(known));
  }

  @Test
  void aGroupWithoutLabelsIsExpectedToLoseAsMuchAsAll() {
    CohortCounts known = merged(cohort(3, 10, 10, 2), cohort(4, 10, 5, 8), cohort(5, 9, 0, 0));
    assertEquals(OptionalDouble.of(4), cohort(5, 2, 0, 0).expectedLoss(known));
    assertEquals(OptionalDouble.of(4), cohort(9, 2, 0, 0).expectedLoss(known));
  }

  @Test
  void nothingIsExpectedWithoutLabelsOrWithoutPredictions() {
    assertEquals(OptionalDouble.empty(), cohort(1, 5, 0, 0).expectedLoss(cohort(1, 5, 0, 0)));
    assertEquals(OptionalDouble.empty(), new CohortCounts().expectedLoss(cohort(1, 5, 5, 1)));
  }

  @Test
  void thirtyLabelsSuffice() {
    assertFalse(cohort(1, 40, 29, 1).suffices());
    assertTrue(cohort(1, 40, 30, 1).suffices());
  }

  @Test
  void estimatesByConfidenceBeatTheMeanWhereConfidenceChanges() {
    SplittableRandom random = new SplittableRandom(7);
    List<CohortCounts> blocks = new ArrayList<>();
    for (int block = 0; block < 20; block++) {
      CohortCounts cohort = new CohortCounts();
      for (int i = 0; i < 500; i++) {
        // The share of unsure predictions moves; what an unsure one loses does not.
        boolean unsure = random.nextDouble() < 0.1 + 0.03 * block;
        int group = unsure ? 5 : 18;
        cohort.addPrediction(group);
        cohort.addLabel(group, (unsure ? 20 : 2) * random.nextDouble());
      }
      blocks.add(cohort);
    }
    EstimateScore score = EstimateScore.of(blocks);
    assertEquals(19, score.blocks());
    assertTrue(score.skill().orElseThrow() > 0.95, score.toString());
    assertTrue(score.meanAbsoluteError().orElseThrow() < 0.3, score.toString());
  }

  @Test
  void estimatesByWhatTellsNothingAreNoBetterThanTheMean() {
    SplittableRandom random = new SplittableRandom(8);
    List<CohortCounts> blocks = new ArrayList<>();
    for (int block = 0; block < 20; block++) {
      CohortCounts cohort = new CohortCounts();
      for (int i = 0; i < 500; i++) {
        int group = random.nextInt(20);
        cohort.addPrediction(group);
        cohort.addLabel(group, random.nextDouble());
      }
      blocks.add(cohort);
    }
    assertEquals(0, EstimateScore.of(blocks).skill().orElseThrow(), 0.2);
  }

  @Test
  void blocksWithFewLabelsAreNotScored() {
    EstimateScore score =
        EstimateScore.of(List.of(cohort(1, 30, 30, 2), cohort(1, 90, 29, 9), cohort(1, 30, 30, 4)));
    assertEquals(1, score.blocks());
    double before = (30 * 2 + 29 * 9) / 59.0;
    assertEquals(Math.abs(before - 4), score.meanAbsoluteError().orElseThrow(), 1e-12);
    assertEquals(0, score.skill().orElseThrow(), 1e-12);
  }
}
