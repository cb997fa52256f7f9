package io.atalaya.monitor;

import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceHistory;
import io.atalaya.drift.ReferenceHistory.InForce;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
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

  /** Likewise, without what was made here and has not been heard of from the log. */
  private final Map<ModelVersion, ReferenceHistory> heard = new ConcurrentHashMap<>();

  /**
   * @param configured the profiles that hold for every version of a model
   */
  public References(Map<String, ? extends Profile> configured) {
    configured.forEach(
        (model, profile) -> ofModels.put(model, ReferenceHistory.configured(profile)));
  }

  /** Takes a reference of one version as it is on the log, in the order of the log. */
  public void put(String model, String version, Reference reference) {
    hear(model, version, history -> history.with(reference));
  }

  /** Takes note that a reference is not on the log any more. */
  public void remove(String model, String version, String id) {
    hear(model, version, history -> history.without(id));
  }

  /** Takes note that a version was deployed. */
  public void deployed(String model, String version, long millis) {
    hear(model, version, history -> history.deployed(millis));
  }

  /** Takes note that a version's reference is learned again from {@code millis} on. */
  public void restarted(String model, String version, long millis) {
    hear(model, version, history -> history.restarted(millis));
  }

  /** Takes what came of learning and is to be put on the log. */
  void make(String model, String version, UnaryOperator<ReferenceHistory> change) {
    change(ofVersions, model, version, change);
  }

  /** Forgets what was made of a model and has not been heard of: it may not be on the log. */
  public void forgetUnheard(String model) {
    ofVersions.replaceAll(
        (key, known) -> key.model.equals(model) ? heard.getOrDefault(key, ofModel(model)) : known);
  }

  private void hear(String model, String version, UnaryOperator<ReferenceHistory> change) {
    change(heard, model, version, change);
    change(ofVersions, model, version, change);
  }

  private void change(
      Map<ModelVersion, ReferenceHistory> known,
      String model,
      String version,
      UnaryOperator<ReferenceHistory> change) {
    known.compute(
        new ModelVersion(model, version),
        (key, before) -> change.apply(before == null ? ofModel(model) : before));
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
