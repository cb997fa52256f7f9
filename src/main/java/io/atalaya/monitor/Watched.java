package io.atalaya.monitor;

import io.atalaya.drift.DriftVerdict.InsufficientData;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.window.SlidingWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with one reference: the panes of all its features, and their sliding window. One
 * writer.
 */
record Watched(
    InForce inForce,
    FeatureCounts.Layout layout,
    StatedPanes<FeatureCounts> panes,
    SlidingWindow<FeatureCounts> sliding) {

  static Watched of(InForce inForce, long widthMillis, long windowMillis, long nowMillis) {
    FeatureCounts.Layout layout = FeatureCounts.Layout.of(inForce.profile());
    StatedPanes<FeatureCounts> panes =
        new StatedPanes<>(widthMillis, layout::empty, FeatureCounts::writeTo, layout::read);
    return new Watched(inForce, layout, panes, panes.window(windowMillis, nowMillis));
  }

  ReferenceProfile profile() {
    return inForce.profile();
  }

  boolean isOf(@Nullable InForce other) {
    return other != null
        && inForce.sinceMillis() == other.sinceMillis()
        && inForce.id().equals(other.id());
  }

  /** The features of other seasons that have nothing to be compared with in this one. */
  List<String> lacking() {
    return inForce.whole().names().stream().filter(name -> layout.indexOf(name) < 0).toList();
  }

  /** What is to be said of those. */
  InsufficientData lack() {
    return new InsufficientData(0, SeasonalProfile.LEAST_VALUES, inForce.season());
  }

  /** Whether the season ends at boundary {@code t}, so that no window runs on. */
  boolean endsBy(long t) {
    return inForce.untilMillis() <= t;
  }

  /** The first boundary that can be judged, whenever it is. */
  long judgedFromMillis(long graceMillis) {
    return inForce.learned()
        ? Math.max(inForce.sinceMillis(), profile().effectiveMillis() + graceMillis)
        : inForce.sinceMillis();
  }

  int size() {
    return layout.names().size();
  }

  /**
   * Takes what an index counted in a pane.
   *
   * @param part the feature's place; behind all of them the place of the predictions
   */
  void put(PartialKey key, int part, FeatureCounts counts) {
    panes.put(key.paneMillis(), key.index() * (size() + 1) + part, counts);
  }
}
