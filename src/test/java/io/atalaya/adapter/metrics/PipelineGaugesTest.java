package io.atalaya.adapter.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.monitor.PipelineState;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // The registry that Quarkus 3 comes with.
class PipelineGaugesTest {

  private record Given(boolean isStarted, boolean isReplaying, long lagRecords)
      implements PipelineState {

    @Override
    public boolean isReplaying() {
      if (!isStarted) {
        throw new IllegalStateException("not started");
      }
      return isReplaying;
    }

    @Override
    public boolean isPolling() {
      return isStarted;
    }

    @Override
    public boolean isCommitting() {
      return isStarted;
    }

    @Override
    public long misrouted() {
      return 0;
    }

    @Override
    public boolean isHistoryLost() {
      return false;
    }
  }

  @Test
  void aPipelineThatHasNotStartedIsReplaying() {
    assertShown(new Given(false, false, 0), "1.0", "0.0");
  }

  @Test
  void replayAndLagAreThoseOfThePipeline() {
    assertShown(new Given(true, true, 1234), "1.0", "1234.0");
    assertShown(new Given(true, false, 0), "0.0", "0.0");
  }

  private static void assertShown(PipelineState state, String replay, String lag) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new PipelineGauges(state).bindTo(registry);
    String text = registry.scrape();
    assertTrue(text.contains("\natalaya_replay_active " + replay + "\n"), text);
    assertTrue(text.contains("\natalaya_consumer_lag_records " + lag + "\n"), text);
  }
}
