package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelLimitTest {

  @Test
  void admitsOthersUntilTheLimitAndTheConfiguredOnesAlways() {
    ModelLimit limit = new ModelLimit(Rig.SETTINGS);
    for (int i = 1; i < limit.limit(); i++) {
      assertTrue(limit.admits("m" + i));
    }
    assertFalse(limit.admits("one more"));
    assertTrue(limit.admits("m1"));
    assertTrue(limit.admits(Rig.MODEL));
  }

  /** The first events of a model are often counted at the same time, each by another thread. */
  @Test
  void aModelThatSeveralThreadsMeetAtOnceIsAdmittedForAllOfThem() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 3_000; round++) {
        ModelLimit limit = new ModelLimit(Rig.SETTINGS);
        Callable<Boolean> meet =
            () -> {
              start.await();
              return limit.admits("new");
            };
        List<Future<Boolean>> met = executor.invokeAll(List.of(meet, meet, meet, meet));
        for (Future<Boolean> admitted : met) {
          assertEquals(true, admitted.get(), "round " + round);
        }
      }
    }
  }
}
