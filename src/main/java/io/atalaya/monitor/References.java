package io.atalaya.monitor;

import io.atalaya.drift.ReferenceProfile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The reference profiles in force: one for all versions of a model from a file, or one a version
 * that was learned.
 *
 * <p>Safe for use by several threads.
 */
public final class References {

  private record ModelVersion(String model, String version) {}

  private final Map<String, ReferenceProfile> ofModels;
  private final Map<ModelVersion, ReferenceProfile> ofVersions = new ConcurrentHashMap<>();

  /**
   * @param ofModels the profiles that hold for every version of a model
   */
  public References(Map<String, ReferenceProfile> ofModels) {
    this.ofModels = Map.copyOf(ofModels);
  }

  /** Puts the profile of one version. */
  public void put(String model, String version, ReferenceProfile profile) {
    ofVersions.put(new ModelVersion(model, version), profile);
  }

  /** The profile of a version; null while none is known. */
  public @Nullable ReferenceProfile of(String model, String version) {
    ReferenceProfile ofModel = ofModels.get(model);
    return ofModel != null ? ofModel : ofVersions.get(new ModelVersion(model, version));
  }
}
