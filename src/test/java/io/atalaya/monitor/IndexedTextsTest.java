package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.invalidation.InvalidationSettings;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.GeneratedText;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.generation.TextSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IndexedTextsTest {

  private static final ScoringSettings SCORING =
      new ScoringSettings(1, OptionalInt.empty(), 100, 8);

  private final List<GeneratedText> offered = new ArrayList<>();

  private static Generation generation(String id, @Nullable String text, @Nullable String error) {
    return new Generation(
        PredictionId.of(id),
        Rig.MODEL,
        "1",
        Rig.START,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        null,
        "a lamp",
        text,
        new TreeMap<>(Map.of("good", 1.0)),
        error);
  }

  private static Assessment assessment(String id, long millis) {
    return new Assessment(
        PredictionId.of(id), Rig.MODEL, "1", millis, new TreeMap<>(), new TreeMap<>());
  }

  private static ModelPlan plan(@Nullable ScoringSettings scoring) {
    ModelSettings model = Rig.SETTINGS.of(Rig.MODEL);
    ModelSettings generative =
        new ModelSettings(
            ModelSettings.Kind.GENERATIVE,
            model.classes(),
            null,
            null,
            model.windows(),
            model.labelHorizon(),
            model.attributionWindow(),
            null,
            List.of(),
            model.segments(),
            null,
            Map.of(),
            model.prices(),
            scoring,
            new InvalidationSettings(Set.of(), Duration.ZERO, false));
    return new ModelPlan(Rig.SETTINGS, generative);
  }

  private IndexMonitor monitor(@Nullable ScoringSettings scoring) {
    MonitorSettings settings =
        new MonitorSettings(
            Rig.SETTINGS.pane(),
            Rig.SETTINGS.grace(),
            Map.of(Rig.MODEL, plan(scoring).settings()),
            plan(null).settings(),
            10,
            100,
            100);
    TextSink sink = (text, how) -> offered.add(text);
    return new IndexMonitor(
        0,
        1,
        settings,
        new References(Map.of()),
        new ModelLimit(settings),
        Rig.uncounted(),
        sink,
        Long.MIN_VALUE);
  }

  @Test
  void theTextOfEveryNewGenerationIsLeftToBeScored() {
    IndexMonitor monitor = monitor(SCORING);
    monitor.observe(generation("a", "Brass.", null), Rig.START, true);
    assertEquals(
        List.of(
            new GeneratedText(
                Rig.MODEL,
                "1",
                PredictionId.of("a"),
                Rig.START,
                Optional.of("a lamp"),
                "Brass.",
                Set.of("good"))),
        offered);
  }

  @Test
  void whatIsNoTextOrWasReadBeforeIsNotLeftToBeScored() {
    IndexMonitor monitor = monitor(SCORING);
    monitor.observe(generation("a", "Brass.", null), Rig.START, false);
    monitor.observe(generation("a", "Brass.", null), Rig.START, true);
    monitor.observe(generation("b", null, null), Rig.START, true);
    monitor.observe(generation("c", "Br", "timeout"), Rig.START, true);
    assertEquals(List.of(), offered);
  }

  @Test
  void withoutSettingsNothingIsLeftToBeScored() {
    monitor(null).observe(generation("a", "Brass.", null), Rig.START, true);
    assertEquals(List.of(), offered);
  }

  @Test
  void aTextIsForgottenOnceAnotherAssessmentWouldBeLate() {
    IndexedTexts texts = new IndexedTexts(plan(null), TextSink.NONE);
    assertTrue(texts.first(assessment("a", Rig.START + 999), "1").isPresent());
    // A pane of 1 s and a grace of 10 s.
    texts.advance(Rig.START + 11_000);
    assertFalse(texts.first(assessment("a", Rig.START + 999), "1").isPresent());
    texts.advance(Rig.START + 11_001);
    assertTrue(texts.first(assessment("a", Rig.START + 999), "1").isPresent());
  }

  @Test
  void anAssessmentIsOfTheVersionGivenAndOfNoMoreScoresThanAreToldApart() {
    IndexedTexts texts = new IndexedTexts(plan(null), TextSink.NONE);
    for (int i = 0; i < 32; i++) {
      Generation generation = generation("g" + i, null, null);
      TreeMap<String, Double> score = new TreeMap<>(Map.of("s" + i, 1.0));
      assertEquals(score, texts.labelled(generation.with("1", null, score), "1").scores());
    }
    ByteWriter out = new ByteWriter();
    texts.writeTo(out);
    IndexedTexts read = new IndexedTexts(plan(null), TextSink.NONE);
    read.restoreFrom(new ByteReader(out.toByteArray()));
    Assessment assessment =
        assessment("a", Rig.START).with("1", new TreeMap<>(Map.of("s3", 0.5, "one-more", 0.25)));
    for (IndexedTexts each : List.of(texts, read)) {
      Assessment first = each.first(assessment, "2").orElseThrow();
      assertEquals("2", first.version());
      assertEquals(Map.of("s3", 0.5), first.scores());
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    IndexedTexts texts = new IndexedTexts(plan(null), TextSink.NONE);
    texts.first(assessment("a", Rig.START), "1");
    texts.first(assessment("b", Rig.START + 5_000), "1");
    ByteWriter out = new ByteWriter();
    texts.writeTo(out);
    IndexedTexts read = new IndexedTexts(plan(null), TextSink.NONE);
    read.restoreFrom(new ByteReader(out.toByteArray()));
    assertFalse(read.first(assessment("a", Rig.START), "1").isPresent());
    assertFalse(read.first(assessment("b", Rig.START + 5_000), "1").isPresent());
    assertTrue(read.first(assessment("c", Rig.START), "1").isPresent());
  }
}
