package io.atalaya.adapter.rest;

import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory.InForce;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The references of one version.
 *
 * @param model the model's name
 * @param version the version's name
 * @param references those known, the last changed last
 */
public record ReferenceList(String model, String version, List<Entry> references) {

  /**
   * One reference.
   *
   * @param id a hash of its content
   * @param source {@code file}, {@code learned}, {@code rest} or {@code range}
   * @param time from when on it is in force; of a configured file from the beginning of time
   * @param until up to when it was, once it was rolled back
   * @param learned of a learned one the end of its learning, from when on it serves where nothing
   *     else is in force
   * @param inForce whether the version is compared with it now
   * @param features the names of its features
   */
  @Schema(name = "ReferenceSummary")
  public record Entry(
      String id,
      String source,
      Optional<Instant> time,
      Optional<Instant> until,
      Optional<Instant> learned,
      boolean inForce,
      SequencedCollection<String> features) {

    static Entry of(Reference reference, @Nullable InForce now) {
      return new Entry(
          reference.id(),
          reference.origin().label(),
          instant(reference.promotedMillis()),
          instant(reference.withdrawnMillis()),
          reference.origin() == Origin.LEARNED
              ? instant(OptionalLong.of(reference.profile().effectiveMillis()))
              : Optional.empty(),
          now != null && now.profile().id().equals(reference.id()),
          List.copyOf(reference.profile().features().keySet()));
    }
  }

  static ReferenceList of(
      String model, String version, List<Reference> known, @Nullable InForce now) {
    return new ReferenceList(
        model, version, known.stream().map(reference -> Entry.of(reference, now)).toList());
  }

  private static Optional<Instant> instant(OptionalLong millis) {
    return millis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
        : Optional.empty();
  }
}
