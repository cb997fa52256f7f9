package io.atalaya.monitor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The panes of a model's versions, as one partition index sees them. One writer. */
final class IndexedVersions {

  /** The most versions that are told apart; more are counted together as {@link #OTHER}. */
  static final int MOST = 8;

  /** The version under which those of too many versions are counted. */
  static final String OTHER = "other";

  private final String model;
  private final int index;
  private final ModelPlan plan;
  private final References references;
  private final Map<String, VersionPanes> versions = new HashMap<>();

  /** Most events are of the version of the one before. */
  private @Nullable VersionPanes last;

  private long progressMillis = Long.MIN_VALUE;

  IndexedVersions(String model, int index, ModelPlan plan, References references) {
    this.model = model;
    this.index = index;
    this.plan = plan;
    this.references = references;
  }

  /** The version under which one is counted. */
  String bounded(String version) {
    return isLast(version) || versions.containsKey(version) || versions.size() < MOST
        ? version
        : OTHER;
  }

  /** The panes of a version, which are opened when there are none. */
  VersionPanes of(String version) {
    VersionPanes panes = last;
    if (panes == null || !panes.version().equals(version)) {
      panes = versions.computeIfAbsent(version, this::open);
      last = panes;
    }
    return panes;
  }

  int size() {
    return versions.size();
  }

  void forEach(BiConsumer<String, VersionPanes> action) {
    versions.forEach(action);
  }

  void advance(long millis, boolean live) {
    progressMillis = millis;
    versions.values().forEach(panes -> panes.advance(millis, live));
  }

  /** Takes note of how far the index had read whose panes are being restored. */
  void restoredAt(long millis) {
    progressMillis = millis;
  }

  /** Forgets the versions without anything, if they may be forgotten. */
  void removeEmpty(Predicate<String> isOver) {
    last = null;
    versions
        .entrySet()
        .removeIf(version -> version.getValue().isEmpty() && isOver.test(version.getKey()));
  }

  private boolean isLast(String version) {
    return last != null && last.version().equals(version);
  }

  private VersionPanes open(String version) {
    VersionPanes panes = new VersionPanes(model, version, index, plan, references);
    if (progressMillis != Long.MIN_VALUE) {
      // Panes that were closed when the version was last kept stay closed.
      panes.advance(progressMillis, false);
    }
    return panes;
  }
}
