package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.Reference.Origin;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.event.Prediction;
import io.atalaya.monitor.Extraction.State;
import io.atalaya.monitor.PredictionLog.UnreadableException;
import io.atalaya.monitor.ReferenceExtraction.Answer;
import io.atalaya.statistics.ReferenceSample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReferenceExtractionTest {

  private static final Instant FROM = Instant.ofEpochMilli(Rig.START);
  private static final Instant TO = FROM.plusSeconds(60);
  private static final Instant NOW = TO.plusSeconds(3_600);

  private final List<Prediction> published = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final References references = new References(Map.of());
  private Optional<String> unreadable = Optional.empty();
  private final ReferenceExtraction extraction = extraction();

  @Test
  void theVersionsPredictionsInTheRangeMakeTheReference() {
    publish(0, 60_000, "1");
    published.add(Rig.prediction("early", Rig.START - 1, 1e6, 0.5));
    published.add(Rig.prediction("late", TO.toEpochMilli(), 1e6, 0.5));
    published.add(Rig.prediction("other", Rig.START, 1e6, 0.5).withVersion("2"));

    State.Done done = assertInstanceOf(State.Done.class, run());
    assertEquals(600, done.predictions());
    Reference reference = done.reference();
    assertEquals(Origin.RANGE, reference.origin());
    FeatureReference answer = reference.profile().at(0).reference(ReferenceProfile.PREDICTION);
    assertEquals(600, answer.predictions());
    // As many as a learned reference has.
    assertEquals(200, answer.size());
    ReferenceSample answers = (ReferenceSample) answer.values();
    assertTrue(answers.knot(answers.knots() - 1) < 200, "one from outside of the range");
    assertEquals(List.of(reference), references.of(Rig.MODEL, "1").references());
  }

  @Test
  void seasonsOfTheRangeMakeASeasonalReference() {
    publish(0, 60_000, "1");
    // Too few in the next hour.
    for (int i = 0; i < 29; i++) {
      published.add(Rig.prediction("next" + i, Rig.START + Seasons.MILLIS, 1, 0.5));
    }
    Optional<Seasons> seasons = Optional.of(Seasons.of("hour-of-day", "UTC"));
    assertInstanceOf(Answer.Started.class, extraction.start(Rig.MODEL, "1", FROM, NOW, seasons));
    waiting.removeFirst().run();
    State.Done done =
        assertInstanceOf(State.Done.class, extraction.last(Rig.MODEL, "1").orElseThrow().state());
    SeasonalProfile profile = assertInstanceOf(SeasonalProfile.class, done.reference().profile());
    assertEquals(Set.of(8), profile.members().keySet());
    assertEquals(600, profile.at(Rig.START).reference(ReferenceProfile.PREDICTION).predictions());
  }

  /** A record may be appended 5 minutes before its event's time, and the grace after its pane. */
  @Test
  void allRecordsAreReadThatCanHoldAPredictionOfTheRange() {
    publish(0, 1_000, "1");
    run();
    assertEquals(List.of(Rig.START - 300_000, TO.toEpochMilli() + 10_000 + 1_000), asked);
  }

  @Test
  void theOrderOfTheLogDoesNotMatter() {
    publish(0, 60_000, "1");
    State.Done first = assertInstanceOf(State.Done.class, run());
    Collections.shuffle(published, new Random(3));
    State.Done second = assertInstanceOf(State.Done.class, run());
    assertEquals(first.reference().id(), second.reference().id());
  }

  @Test
  void aRangeWithoutAPredictionFailsWithWhatIsThere() {
    publish(0, 60_000, "1");
    assertInstanceOf(
        Answer.Started.class, extraction.start(Rig.MODEL, "7", FROM, TO, Optional.empty()));
    waiting.removeFirst().run();
    State.Failed failed =
        assertInstanceOf(State.Failed.class, extraction.last(Rig.MODEL, "7").orElseThrow().state());
    assertEquals(
        "no prediction of m, version 7, has a time from 2027-01-15T08:00:00Z to"
            + " 2027-01-15T08:01:00Z; 600 of other versions have: mind the names, and the time zone",
        failed.detail());
    assertEquals(List.of(), references.of(Rig.MODEL, "7").references());
  }

  @Test
  void whatTheLogSaysOfItselfIsTold() {
    unreadable = Optional.of("inference.predictions is kept from then on: give a later from");
    assertEquals(
        new State.Failed("inference.predictions is kept from then on: give a later from"), run());
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    assertEquals(
        new Answer.Invalid(
            "from: 2027-01-15T08:00:00Z is not before 2027-01-15T08:00:00Z (to): give an earlier time"),
        extraction.start(Rig.MODEL, "1", FROM, FROM, Optional.empty()));
    assertEquals(
        new Answer.Invalid(
            "to: 2027-01-15T09:01:00.001Z is in the future: give the present time or an earlier one"),
        extraction.start(Rig.MODEL, "1", FROM, NOW.plusMillis(1), Optional.empty()));
    assertInstanceOf(
        Answer.Started.class, extraction.start(Rig.MODEL, "1", FROM, NOW, Optional.empty()));
  }

  @Test
  void oneIsMadeAtATime() {
    publish(0, 60_000, "1");
    Answer.Started started =
        assertInstanceOf(
            Answer.Started.class, extraction.start(Rig.MODEL, "1", FROM, TO, Optional.empty()));
    assertEquals(new State.Running(0, 0), started.extraction().state());
    assertEquals(
        new Answer.Refused("a reference of m, version 1, is being made: wait until it is"),
        extraction.start(Rig.MODEL, "2", FROM, TO, Optional.empty()));
    waiting.removeFirst().run();
    assertInstanceOf(
        Answer.Started.class, extraction.start(Rig.MODEL, "2", FROM, TO, Optional.empty()));
    assertEquals(Optional.empty(), extraction.last(Rig.MODEL, "1"));
  }

  private State run() {
    assertInstanceOf(
        Answer.Started.class, extraction.start(Rig.MODEL, "1", FROM, TO, Optional.empty()));
    waiting.removeFirst().run();
    return extraction.last(Rig.MODEL, "1").orElseThrow().state();
  }

  /** Ten predictions a second. */
  private void publish(long fromMillis, long toMillis, String version) {
    Random random = new Random(1);
    LongStream.range(fromMillis / 100, toMillis / 100)
        .mapToObj(
            i ->
                Rig.prediction("p" + i, Rig.START + 100 * i, 100 + 10 * random.nextGaussian(), 0.5)
                    .withVersion(version))
        .forEach(published::add);
  }

  private ReferenceExtraction extraction() {
    InstantSource clock = InstantSource.fixed(NOW);
    ReferenceLog log =
        new ReferenceLog() {
          @Override
          public void publish(VersionReference reference) {}

          @Override
          public void publishSeasons(String model, String version, SeasonalProfile profile) {}

          @Override
          public void remove(VersionReference reference) {}
        };
    return new ReferenceExtraction(
        Rig.SETTINGS,
        this::read,
        new ReferenceLifecycle(Rig.SETTINGS, references, log, clock),
        clock,
        waiting::add);
  }

  private void read(long fromMillis, long toMillis, PredictionLog.Listener listener)
      throws UnreadableException {
    asked.addAll(List.of(fromMillis, toMillis));
    if (unreadable.isPresent()) {
      throw new UnreadableException(unreadable.get());
    }
    published.forEach(listener::predicted);
    listener.progressed(published.size(), published.size());
    assertEquals(
        new State.Running(published.size(), published.size()),
        extraction
            .last(Rig.MODEL, "1")
            .map(Extraction::state)
            .orElse(new State.Running(published.size(), published.size())));
  }
}
