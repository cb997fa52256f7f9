package io.atalaya.demo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemandTrainerTest {

  private static final DemandTrainer TRAINER =
      new DemandTrainer(List.of(16), 200, 20, 1e-2, 1e-4, 7);
  private static final DemandHistory TRAINING = history(1, 600);
  private static final DemandHistory HELD_OUT = history(2, 200);

  @Test
  void theSameSeedGivesTheSameModelByteByByte() {
    assertArrayEquals(export(TRAINER), export(TRAINER));
    DemandTrainer other = new DemandTrainer(List.of(16), 200, 20, 1e-2, 1e-4, 8);
    assertFalse(Arrays.equals(export(TRAINER), export(other)));
  }

  @Test
  void learnsTheMeanAndWhereTheNoiseIs() {
    DemandNetwork network = TRAINER.train(TRAINING, HELD_OUT);
    // The truth: 100 + 200·temperature, with a deviation of 5 at night and of 40 by day.
    Forecast night = network.forecast(hour(3, 0.5, 0));
    Forecast day = network.forecast(hour(15, 0.5, 0));
    assertEquals(200, night.demand(), 10);
    assertEquals(200, day.demand(), 20);
    assertTrue(night.confidence() > 0.98, night::toString);
    // scipy 1.17.1: special.erf(0.25 * 200 / 40 / sqrt(2)) = 0.7887
    assertEquals(0.79, day.confidence(), 0.08);
  }

  @Test
  void onHeldOutHoursTheMeanConfidenceIsTheShareForeseen() {
    DemandNetwork network = TRAINER.train(TRAINING, HELD_OUT);
    double confidence = 0;
    double foreseen = 0;
    for (DemandHour hour : HELD_OUT.hours()) {
      confidence += network.forecast(hour).confidence();
      foreseen += network.forecast(hour).foresaw(hour.demand()) ? 1 : 0;
    }
    assertEquals(foreseen, confidence, 1e-6 * foreseen);
  }

  @Test
  void onnxRuntimeAnswersWhatTheNetworkAnswers() {
    DemandNetwork network = TRAINER.train(TRAINING, HELD_OUT);
    try (DemandModel model = new DemandModel(OnnxExport.export(network, Map.of()))) {
      for (DemandHour hour : history(3, 500).hours()) {
        Forecast expected = network.forecast(hour);
        Forecast actual = model.forecast(hour.inputs());
        // The network computes in 64-bit floats, the model in 32-bit floats.
        assertEquals(expected.demand(), actual.demand(), 1e-5 * network.unit());
        assertEquals(expected.confidence(), actual.confidence(), 1e-5);
      }
    }
  }

  @Test
  void trainingNeedsOneBatch() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TRAINER.train(history(1, 19), HELD_OUT));
    assertEquals("training has 19 hours, less than a batch of 20", e.getMessage());
  }

  @Test
  void theCommittedModelIsTheOneThatTheCommandRebuilds() throws IOException {
    byte[] rebuilt = TrainDemandModel.export(TrainDemandModel.train(DemandHistory.load()));
    try (InputStream committed = DemandModel.class.getResourceAsStream("/bike-demand.onnx")) {
      assertArrayEquals(Objects.requireNonNull(committed).readAllBytes(), rebuilt);
    }
  }

  private static byte[] export(DemandTrainer trainer) {
    return OnnxExport.export(
        trainer.train(TRAINING, HELD_OUT), Map.of("seed", Long.toString(trainer.seed())));
  }

  private static DemandHistory history(long seed, int hours) {
    Random random = new Random(seed);
    return new DemandHistory(
        IntStream.range(0, hours)
            .mapToObj(i -> hour(i % 24, random.nextDouble(), random.nextGaussian()))
            .toList());
  }

  private static DemandHour hour(int hour, double temperature, double noise) {
    double deviation = hour < 12 ? 5 : 40;
    int demand = (int) Math.max(0, Math.round(100 + 200 * temperature + deviation * noise));
    return new DemandHour(
        LocalDateTime.of(2011, 1, 1, hour, 0), 3, 1, 1, temperature, 0.5, 0.2, demand);
  }
}
