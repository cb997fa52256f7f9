package io.atalaya.adapter.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.EpochStore;
import io.atalaya.cache.Reachability;
import io.atalaya.cache.RemoteLevel;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.monitor.PipelineState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class PipelineProbesTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private record Given(
      boolean isStarted,
      boolean replaying,
      boolean isPolling,
      boolean committing,
      long misroutedEvents,
      boolean historyLost,
      Reachability reachability)
      implements PipelineState, EpochStore {

    @Override
    public boolean isReplaying() {
      return ifStarted(replaying);
    }

    @Override
    public boolean isCommitting() {
      return ifStarted(committing);
    }

    @Override
    public long misrouted() {
      ifStarted(true);
      return misroutedEvents;
    }

    @Override
    public boolean isHistoryLost() {
      return ifStarted(historyLost);
    }

    @Override
    public long lagRecords() {
      return 12;
    }

    @Override
    public CompletionStage<Long> raise(String model, long epoch) {
      return CompletableFuture.completedStage(epoch);
    }

    private boolean ifStarted(boolean state) {
      if (!isStarted) {
        throw new IllegalStateException("not started");
      }
      return state;
    }
  }

  private static final Given GOOD =
      new Given(true, false, true, true, 0, false, new Reachability.Reachable(SINCE));
  private static final Given NOT_STARTED =
      new Given(false, false, false, false, 0, false, new Reachability.Untried());
  private static final Given BAD =
      new Given(true, true, false, true, 7, true, new Reachability.Unreachable(SINCE, "refused"));

  @Test
  void aGoodPipelineIsStartedReadyAndAlive() {
    PipelineProbes probes = probes(GOOD);
    assertCheck(probes.live(), "live", Status.UP, Map.of());
    assertCheck(probes.started(), "started", Status.UP, Map.of());
    assertCheck(probes.kafka(), "kafka", Status.UP, Map.of());
    assertCheck(probes.replay(), "replay", Status.UP, Map.of("active", false, "lag_records", 12L));
    assertCheck(probes.history(), "history", Status.UP, Map.of("lost", false));
    assertCheck(probes.routing(), "routing", Status.UP, Map.of("misrouted", 0L));
    assertCheck(
        probes.redis(), "redis", Status.UP, Map.of("reachable", true, "since", SINCE.toString()));
  }

  @Test
  void beforeTheStartItIsAliveAndNotReady() {
    PipelineProbes probes = probes(NOT_STARTED);
    assertEquals(Status.UP, probes.live().call().getStatus());
    assertEquals(Status.DOWN, probes.started().call().getStatus());
    assertEquals(Status.DOWN, probes.kafka().call().getStatus());
    assertCheck(probes.replay(), "replay", Status.DOWN, Map.of("active", true, "lag_records", 12L));
    assertCheck(probes.history(), "history", Status.UP, Map.of("lost", false));
    assertCheck(probes.redis(), "redis", Status.UP, Map.of("detail", "not asked yet"));
  }

  @Test
  void replayAndAMissingKafkaMakeItUnreadyButLostHistoryAndAMissingRedisDoNot() {
    PipelineProbes probes = probes(BAD);
    assertEquals(Status.UP, probes.live().call().getStatus());
    assertEquals(Status.UP, probes.started().call().getStatus());
    assertEquals(Status.DOWN, probes.kafka().call().getStatus());
    assertEquals(Status.DOWN, probes.replay().call().getStatus());
    assertCheck(probes.history(), "history", Status.UP, Map.of("lost", true));
    HealthCheckResponse routing = probes.routing().call();
    assertEquals(Status.UP, routing.getStatus());
    assertEquals(7L, routing.getData().orElseThrow().get("misrouted"));
    assertDetail(routing, "murmur2_random");
    assertCheck(
        probes.redis(),
        "redis",
        Status.UP,
        Map.of("reachable", false, "since", SINCE.toString(), "detail", "refused"));
  }

  @Test
  void countsThatCannotBeCommittedMakeItUnready() {
    Given stuck = new Given(true, false, true, false, 0, false, new Reachability.Untried());
    HealthCheckResponse kafka = probes(stuck).kafka().call();
    assertEquals(Status.DOWN, kafka.getStatus());
    assertDetail(kafka, "committed");
  }

  @Test
  void aLevelOfTheCacheThatFailsIsToldAndTakesNothingOutOfService() {
    PipelineProbes probes =
        new PipelineProbes(
            BAD,
            BAD,
            new RemoteLevels(
                List.of(
                    new Level("near", new Reachability.Reachable(SINCE), false),
                    new Level("far", new Reachability.Unreachable(SINCE, "refused"), true),
                    new Level("new", new Reachability.Untried(), false))));

    assertCheck(
        probes.cache(),
        "cache",
        Status.UP,
        Map.of(
            "near",
            "reachable",
            "far",
            "left out, unreachable since " + SINCE + ": refused",
            "new",
            "not asked yet"));
  }

  private record Level(String name, Reachability reachability, boolean isLeftOut)
      implements RemoteLevel {

    @Override
    public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
      return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> remove(CacheKey key) {
      return CompletableFuture.completedStage(null);
    }
  }

  private static void assertDetail(HealthCheckResponse response, String word) {
    String detail = String.valueOf(response.getData().orElseThrow().get("detail"));
    assertTrue(detail.contains(word), detail);
  }

  private static PipelineProbes probes(Given given) {
    return new PipelineProbes(given, given, new RemoteLevels(List.of()));
  }

  private static void assertCheck(
      HealthCheck check, String name, Status status, Map<String, Object> data) {
    HealthCheckResponse response = check.call();
    assertEquals(name, response.getName());
    assertEquals(status, response.getStatus());
    assertEquals(data, response.getData().orElse(Map.of()));
  }
}
