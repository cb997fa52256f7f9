package io.atalaya.monitor;

import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What came of learning the references of a model's versions, to be put on the log.
 *
 * @param references what was learned
 * @param restarts which are learned again, since nothing came of it
 * @param surplus what is to be taken from the log, since a version has too many references
 */
public record ModelLearning(
    List<VersionReference> references,
    List<LearningRestart> restarts,
    List<VersionReference> surplus) {

  /** Looks what came of it at {@code nowMillis}, and lets {@code references} know. */
  static ModelLearning of(
      String model,
      Collection<VersionMonitor> versions,
      References references,
      long nowMillis,
      long judgedMillis) {
    List<VersionReference> learned = new ArrayList<>();
    List<LearningRestart> restarts = new ArrayList<>();
    List<VersionReference> surplus = new ArrayList<>();
    for (VersionMonitor version : versions) {
      String name = version.version();
      switch (version.learned(references.of(model, name), nowMillis, judgedMillis)) {
        case null -> {}
        case VersionLearning.Outcome.Learned(ReferenceProfile profile) -> {
          Reference reference = Reference.learned(profile);
          references.make(model, name, history -> history.with(reference));
          learned.add(new VersionReference(model, name, reference));
          references.of(model, name).surplus(ReferenceLifecycle.MOST, nowMillis).stream()
              .map(old -> new VersionReference(model, name, old))
              .forEach(surplus::add);
        }
        case VersionLearning.Outcome.Unhealthy(long start, int healthy, int slices) -> {
          references.make(model, name, history -> history.restarted(start));
          restarts.add(new LearningRestart(model, name, start, healthy, slices));
        }
      }
    }
    return new ModelLearning(learned, restarts, surplus);
  }
}
