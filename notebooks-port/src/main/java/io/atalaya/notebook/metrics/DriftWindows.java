package io.atalaya.notebook.metrics;

import io.atalaya.drift.Comparison;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.monitor.ModelMonitor;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Notices which drift windows of a model have closed: a feature's verdict is another one then, with
 * the figures of the window. For one thread.
 */
final class DriftWindows {

  private record Feature(String version, String name) {}

  private final long windowMillis;
  private final Map<Feature, DriftVerdict> known = new HashMap<>();

  /**
   * @param windowMillis the length of the drift window: they close at multiples of it only
   */
  DriftWindows(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** Tells what closed at the boundary that was judged last. */
  void look(String model, ModelMonitor monitor, BackTestListener listener) {
    long t = monitor.judgedMillis();
    if (t == Long.MIN_VALUE || Math.floorMod(t, windowMillis) != 0) {
      return;
    }
    for (VersionSnapshot version : monitor.snapshot().versions()) {
      SortedMap<String, Comparison> closed = new TreeMap<>();
      for (FeatureDrift feature : version.drift()) {
        Feature key = new Feature(version.version(), feature.feature());
        if (known.put(key, feature.verdict()) != feature.verdict()) {
          closed.put(
              feature.feature(),
              switch (feature.verdict()) {
                case DriftVerdict.Stable(var figures, var ignored) -> figures;
                case DriftVerdict.Drifted(var figures, var ignored) -> figures;
                case DriftVerdict.InsufficientData missing -> missing;
              });
        }
      }
      if (!closed.isEmpty()) {
        listener.closed(model, version.version(), t, closed);
      }
    }
  }
}
