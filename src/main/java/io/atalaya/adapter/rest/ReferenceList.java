package io.atalaya.adapter.rest;

import io.atalaya.drift.Profile;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import java.util.SortedMap;
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
   * @param season of a seasonal one its seasons
   */
  @Schema(name = "ReferenceSummary")
  public record Entry(
      String id,
      String source,
      Optional<Instant> time,
      Optional<Instant> until,
      Optional<Instant> learned,
      boolean inForce,
      SequencedCollection<String> features,
      Optional<Seasonal> season) {

    static Entry of(Reference reference, @Nullable InForce now) {
      return new Entry(
          reference.id(),
          reference.origin().label(),
          instant(reference.promotedMillis()),
          instant(reference.withdrawnMillis()),
          reference.origin() == Origin.LEARNED
              ? instant(OptionalLong.of(reference.profile().effectiveMillis()))
              : Optional.empty(),
          now != null && now.id().equals(reference.id()),
          reference.profile().names(),
          Optional.ofNullable(Seasonal.of(reference.profile())));
    }
  }

  /**
   * The seasons of a reference.
   *
   * @param season {@code hour-of-day} or {@code hour-of-week}
   * @param zone the time zone of its hours
   * @param names the seasons that have a reference, for example {@code 03} or {@code mon-03}
   */
  @Schema(name = "ReferenceSeasons")
  public record Seasonal(String season, String zone, List<String> names) {

    private static @Nullable Seasonal of(Profile profile) {
      return switch (profile) {
        case ReferenceProfile _ -> null;
        case SeasonalProfile(String _, Seasons seasons, SortedMap<Integer, ReferenceProfile> all) ->
            new Seasonal(
                seasons.cycle().label(),
                seasons.zone().getId(),
                all.keySet().stream().map(seasons::name).toList());
      };
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
