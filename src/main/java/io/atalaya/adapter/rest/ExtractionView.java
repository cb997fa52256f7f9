package io.atalaya.adapter.rest;

import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceHistory.InForce;
import io.atalaya.monitor.Extraction;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The making of a reference from predictions in a time range.
 *
 * @param model the model's name
 * @param version the version's name
 * @param from the event time of the first prediction
 * @param to the event time that the last one is before
 * @param state {@code running}, {@code done} or {@code failed}
 * @param recordsRead while it is running: the records of the log read so far, of all models
 * @param records while it is running: how many there are to be read
 * @param predictions once done: the version's predictions in the range
 * @param reference once done: what was made
 * @param detail once failed: why, and what to do
 */
@Schema(name = "ReferenceExtraction")
public record ExtractionView(
    String model,
    String version,
    Instant from,
    Instant to,
    String state,
    OptionalLong recordsRead,
    OptionalLong records,
    OptionalLong predictions,
    Optional<ReferenceList.Entry> reference,
    Optional<String> detail) {

  static ExtractionView of(Extraction extraction, @Nullable InForce now) {
    OptionalLong none = OptionalLong.empty();
    return switch (extraction.state()) {
      case Extraction.State.Running(long read, long all) ->
          of(extraction, "running", OptionalLong.of(read), OptionalLong.of(all), none, null, null);
      case Extraction.State.Done(Reference reference, long predictions) ->
          of(
              extraction,
              "done",
              none,
              none,
              OptionalLong.of(predictions),
              ReferenceList.Entry.of(reference, now),
              null);
      case Extraction.State.Failed(String detail) ->
          of(extraction, "failed", none, none, none, null, detail);
    };
  }

  private static ExtractionView of(
      Extraction extraction,
      String state,
      OptionalLong read,
      OptionalLong records,
      OptionalLong predictions,
      ReferenceList.@Nullable Entry reference,
      @Nullable String detail) {
    return new ExtractionView(
        extraction.model(),
        extraction.version(),
        extraction.from(),
        extraction.to(),
        state,
        read,
        records,
        predictions,
        Optional.ofNullable(reference),
        Optional.ofNullable(detail));
  }
}
