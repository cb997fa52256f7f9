package io.atalaya.notebook.thresholds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.bootstrap.MonitoringFiles;
import io.atalaya.drift.DriftSettings;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.notebook.metrics.BackTest;
import io.atalaya.notebook.metrics.EventFiles;
import io.atalaya.notebook.metrics.History;
import io.atalaya.notebook.metrics.SmallMonths;
import io.atalaya.signal.Signal;
import io.atalaya.signal.Threshold;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What bounds are tried on gives the alarms that the pipeline's own code gave of the same events.
 */
class ReplayTest {

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path directory;

  @Test
  void alarmsOfTheReplayAreTheSignalsOfTheBackTest() throws IOException {
    MonitoringFiles files = MonitoringFiles.read(List.of(SmallMonths.write(directory)));
    History history = new History(files.settings());
    new BackTest(files.settings(), files.references(), Duration.ofDays(90), history)
        .run(EventFiles.read(directory));

    ModelSettings settings = files.settings().of(SmallMonths.MODEL);
    int several = 0;
    for (Threshold threshold : settings.thresholds()) {
      // Of two bounds of a check there is one signal.
      if (!threshold.check().equals("bias")) {
        List<Episode> replayed = history.of(SmallMonths.MODEL, threshold).episodes(threshold);
        assertEquals(episodes(history, threshold.check()), replayed, threshold.check());
        several += replayed.size();
      }
    }
    assertTrue(several > 10, "alarms: " + several);

    DriftSettings drift = Objects.requireNonNull(settings.drift());
    List<Episode> drifts = history.drift(SmallMonths.MODEL, drift).episodes(1);
    assertEquals(episodes(history, "drift"), drifts);
    Instant wrong = SmallMonths.START.plus(Duration.ofDays(SmallMonths.WRONG));
    assertTrue(drifts.getLast().sinceMillis() >= wrong.toEpochMilli(), () -> "none of " + wrong);
    assertEquals(List.of(), history.drift(SmallMonths.MODEL, drift).episodes(100));
  }

  private static List<Episode> episodes(History history, String check) {
    List<Episode> episodes = new ArrayList<>();
    for (Signal signal : history.signals()) {
      if (signal.check().equals(check) && signal.begins()) {
        episodes.add(new Episode(signal.timeMillis(), Long.MAX_VALUE));
      } else if (signal.check().equals(check) && signal.state() == Signal.State.RESOLVED) {
        episodes.add(new Episode(episodes.removeLast().sinceMillis(), signal.timeMillis()));
      }
    }
    return episodes;
  }
}
