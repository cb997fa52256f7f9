package io.atalaya.monitor;

import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.drift.ReferenceHistory.InForce;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The references of all versions: those that are configured for a model, and those on the log.
 *
 * <p>Safe for use by several threads.
 */
public final class References {

  private record ModelVersion(String model, String version) {}

  private final Map<String, ReferenceHistory> ofModels = new HashMap<>();
  private final Map<ModelVersion, ReferenceHistory> ofVersions = new ConcurrentHashMap<>();

  /**
   * @param configured the profiles that hold for every version of a model
   */
  public References(Map<String, ? extends Profile> configured) {
    configured.forEach(
        (model, profile) -> ofModels.put(model, ReferenceHistory.configured(profile)));
  }

  /** Takes a reference of one version as it is on the log, in the order of the log. */
  public void put(String model, String version, Reference reference) {
    ofVersions.compute(
        new ModelVersion(model, version),
        (key, known) -> (known == null ? ofModel(model) : known).with(reference));
  }

  /** Takes note that a reference is not on the log any more. */
  public void remove(String model, String version, String id) {
    ofVersions.computeIfPresent(
        new ModelVersion(model, version), (key, known) -> known.without(id));
  }

  /** Takes note that a version was deployed. */
  public void deployed(String model, String version, long millis) {
    ofVersions.compute(
        new ModelVersion(model, version),
        (key, known) -> (known == null ? ofModel(model) : known).deployed(millis));
  }

  /** All that is known of a version. */
  public ReferenceHistory of(String model, String version) {
    ReferenceHistory known = ofVersions.get(new ModelVersion(model, version));
    return known == null ? ofModel(model) : known;
  }

  /** What a pane that starts at {@code millis} is compared with; null when with nothing. */
  public @Nullable InForce at(String model, String version, long millis) {
    return of(model, version).at(millis);
  }

  private ReferenceHistory ofModel(String model) {
    return ofModels.getOrDefault(model, ReferenceHistory.EMPTY);
  }
}
