package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.ExampleModel;
import io.atalaya.drift.DriftTest;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Inflation;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceColumn;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ReferenceReader.Format;
import io.atalaya.drift.ReferenceTable;
import io.atalaya.drift.RowSeasons;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import io.atalaya.drift.Variation;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import io.atalaya.monitor.ReferenceLifecycle;
import io.atalaya.monitor.ReferenceLog;
import io.atalaya.monitor.References;
import io.atalaya.monitor.VersionReference;
import io.atalaya.statistics.CategorySample;
import io.atalaya.statistics.ReferenceSample;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferenceResourceTest {

  private static final String MODEL = "bike-demand";
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:01Z");
  private static final Instant NEXT = Instant.parse("2026-11-21T08:00:10Z");

  private static final MediaType CSV = MediaType.valueOf("text/csv; charset=utf-8");

  private final References references = new References(Map.of());
  private final List<Format> formats = new ArrayList<>();
  private final List<Optional<RowSeasons>> divisions = new ArrayList<>();
  private boolean reachable = true;

  @Test
  void whatIsPutIsAnsweredWithTheTimeFromWhichItIsInForce() throws IOException {
    Response answer = put("1.5");

    assertEquals(201, answer.getStatus());
    ReferenceList.Entry entry = assertInstanceOf(ReferenceList.Entry.class, answer.getEntity());
    assertEquals(
        new ReferenceList.Entry(
            profile(1.5).id(),
            "rest",
            Optional.of(NEXT),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of("x"),
            Optional.empty()),
        entry);
    assertEquals(200, put("1.5").getStatus());
  }

  @Test
  void theMediaTypeSaysHowRowsAreWritten() throws IOException {
    put("1");
    resource()
        .put(MODEL, "1", null, null, null, MediaType.valueOf("application/x-ndjson"), body("2"));
    assertEquals(List.of(Format.CSV, Format.JSON_LINES), formats);
  }

  @Test
  void aSeasonalReferenceIsAskedForByItsSeasons() throws IOException {
    Response answer =
        resource().put(MODEL, "1", "hour-of-day", "at", "Europe/Madrid", CSV, body("1"));
    assertEquals(
        List.of(Optional.of(new RowSeasons(Seasons.of("hour-of-day", "Europe/Madrid"), "at"))),
        divisions);
    // The stub's table has none.
    assertEquals(201, answer.getStatus());
    for (List<@Nullable String> wrong :
        List.of(
            Arrays.asList("hour", "at", null),
            Arrays.asList("hour-of-day", null, null),
            Arrays.asList("hour-of-day", "at", "Madrid"),
            Arrays.asList((String) null, null, "UTC"))) {
      assertEquals(
          400,
          resource()
              .put(MODEL, "1", wrong.get(0), wrong.get(1), wrong.get(2), CSV, body("1"))
              .getStatus(),
          wrong.toString());
    }
  }

  @Test
  void ofASeasonalReferenceOneSeasonIsShown() {
    SeasonalProfile profile =
        SeasonalProfile.of(
            Seasons.of("hour-of-day", "UTC"), new TreeMap<>(Map.of(8, profile(8), 9, profile(9))));
    references.put(
        MODEL, "1", Reference.promoted(profile, Reference.Origin.PUT, NOW.toEpochMilli() - 1));
    ReferenceList.Entry entry = resource().list(MODEL, "1").references().getFirst();
    assertTrue(entry.inForce());
    assertEquals(
        Optional.of(new ReferenceList.Seasonal("hour-of-day", "UTC", List.of("08", "09"))),
        entry.season());
    assertEquals(List.of("x"), List.copyOf(entry.features()));
    assertEquals(Set.of(), shown(profile, null).features().keySet());
    assertEquals(
        Optional.of(9.0),
        Optional.ofNullable(shown(profile, "09").features().get("x"))
            .flatMap(ReferenceView.Feature::numbers)
            .map(ReferenceView.Numbers::mean));
    assertEquals(404, resource().show(MODEL, "1", profile.id(), "10").getStatus());
  }

  private ReferenceView shown(SeasonalProfile profile, @Nullable String season) {
    return assertInstanceOf(
        ReferenceView.class, resource().show(MODEL, "1", profile.id(), season).getEntity());
  }

  @Test
  void theBodysFileIsGoneAfterwards() throws IOException {
    put("1");
    put("no number");
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertEquals(
          List.of(),
          files
              .filter(file -> file.getFileName().toString().startsWith("atalaya-reference-"))
              .toList());
    }
  }

  @Test
  void whatIsNoReferenceIsAnsweredWithTheRemedy() throws IOException {
    Response answer = put("no number");
    assertEquals(
        new Problem("Bad Request", 400, "the body: 'no number' is no number: give one", null),
        problem(answer));
  }

  @Test
  void aBodyHasAtMostSixtyFourMebibytes() throws IOException {
    assertEquals(413, resource().put(MODEL, "1", null, null, null, CSV, zeros(1)).getStatus());
    // Read as a whole; zeros are no number.
    assertEquals(400, resource().put(MODEL, "1", null, null, null, CSV, zeros(0)).getStatus());
  }

  @Test
  void theListSaysWhatIsInForce() throws IOException {
    Reference learned = Reference.learned(profile(9));
    references.put(MODEL, "1", learned);
    put("1");

    ReferenceList list = resource().list(MODEL, "1");
    assertEquals(
        List.of("learned", "rest"), list.references().stream().map(one -> one.source()).toList());
    assertEquals(
        List.of(true, false), list.references().stream().map(one -> one.inForce()).toList());
    assertEquals(Optional.of(Instant.EPOCH), list.references().getFirst().learned());
  }

  @Test
  void oneIsShownWithItsDistributions() {
    ReferenceProfile profile =
        ReferenceProfile.of(
            0,
            Map.of(
                "x",
                new FeatureReference(ReferenceSample.of(new double[] {1, 3, 3, 5}), 5, 1, 0),
                "y",
                FeatureReference.of(CategorySample.of(Map.of("a", 2L), 1))),
            Map.of(
                "x",
                new Variation(
                    Map.of(DriftTest.KS, 0.25), Inflation.of(Map.of(100, 2.0)), Inflation.NONE)));
    references.put(MODEL, "1", Reference.learned(profile));
    Response answer = resource().show(MODEL, "1", profile.id(), null);

    ReferenceView view = assertInstanceOf(ReferenceView.class, answer.getEntity());
    assertEquals(
        new ReferenceView.Feature(
            5,
            1,
            0,
            Optional.of(
                new ReferenceView.Numbers(
                    4,
                    3,
                    1.632993161855452,
                    List.of(1.0, 3.0, 5.0),
                    List.of(0, 1, 3),
                    List.of(1, 3, 4))),
            Optional.empty()),
        view.features().get("x"));
    assertEquals(
        new ReferenceView.Feature(
            3,
            0,
            0,
            Optional.empty(),
            Optional.of(new ReferenceView.Categories(new TreeMap<>(Map.of("a", 2L)), 1))),
        view.features().get("y"));
    assertEquals(
        Map.of(
            "x",
            new ReferenceView.FeatureVariation(
                new TreeMap<>(Map.of("ks", 0.25)),
                new TreeMap<>(Map.of(100, 2.0)),
                new TreeMap<>())),
        view.variation());
    assertTrue(view.reference().inForce());
    assertEquals(404, resource().show(MODEL, "1", "other", null).getStatus());
  }

  @Test
  void promotingAndRollingBackAreAnsweredWithWhatChanged() throws IOException {
    references.put(MODEL, "1", Reference.learned(profile(9)));
    Response promoted = resource().promote(MODEL, "1", profile(9).id());
    assertEquals(200, promoted.getStatus());
    assertEquals(
        Optional.of(NEXT),
        assertInstanceOf(ReferenceList.Entry.class, promoted.getEntity()).time());
    Response withdrawn = resource().rollBack(MODEL, "1");
    assertEquals(200, withdrawn.getStatus());
    assertEquals(
        Optional.of(NEXT),
        assertInstanceOf(ReferenceList.Entry.class, withdrawn.getEntity()).until());
    assertEquals(409, resource().rollBack(MODEL, "1").getStatus());
    assertEquals(404, resource().promote(MODEL, "1", "other").getStatus());
  }

  @Test
  void aModelWhoseDriftIsNotJudgedTakesNoReference() throws IOException {
    Response answer = resource().put("no-drift", "1", null, null, null, CSV, body("1"));
    assertEquals(409, answer.getStatus());
    assertTrue(String.valueOf(problem(answer).detail()).contains("give it a drift block"));
  }

  @Test
  void anUnreachableLogIsToBeTriedAgain() throws IOException {
    reachable = false;
    Response answer = put("1");
    assertEquals(503, answer.getStatus());
    assertEquals("5", answer.getHeaderString("Retry-After"));
  }

  /** Drift is judged of all models but one. */
  private static MonitorSettings settings() {
    MonitorSettings all = ExampleModel.monitor(2_000);
    ModelSettings judged = all.defaults();
    ModelSettings unjudged =
        new ModelSettings(
            judged.kind(),
            judged.classes(),
            null,
            null,
            judged.windows(),
            judged.labelHorizon(),
            judged.attributionWindow(),
            null,
            judged.thresholds(),
            judged.segments(),
            null,
            Map.of(),
            judged.prices(),
            null,
            judged.invalidation());
    return new MonitorSettings(
        all.pane(), all.grace(), Map.of("no-drift", unjudged), judged, 200, 1_000, 2_000);
  }

  private Response put(String value) throws IOException {
    return resource().put(MODEL, "1", null, null, null, CSV, body(value));
  }

  private static InputStream body(String value) {
    return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The most bytes of a body and some more, without the memory. */
  private static InputStream zeros(int more) {
    return new InputStream() {
      private long left = ReferenceBody.MOST_BYTES + more;

      @Override
      public int read() {
        return left-- > 0 ? '0' : -1;
      }

      @Override
      public int read(byte[] chunk, int from, int length) {
        int read = (int) Math.min(left, length);
        left -= read;
        return read == 0 ? -1 : read;
      }
    };
  }

  private ReferenceResource resource() {
    ReferenceLog log =
        new ReferenceLog() {
          @Override
          public void publish(VersionReference reference) throws UnavailableException {
            if (!reachable) {
              throw new UnavailableException("no broker");
            }
          }

          @Override
          public void publishSeasons(String model, String version, SeasonalProfile profile) {}

          @Override
          public void remove(VersionReference reference) {}
        };
    return new ReferenceResource(
        new ReferenceLifecycle(settings(), references, log, InstantSource.fixed(NOW)), this::read);
  }

  /** A reference of one value, which is all that the file holds. */
  private ReferenceTable read(Path file, Format format, String name, Optional<RowSeasons> seasons) {
    divisions.add(seasons);
    formats.add(format);
    try {
      String text = Files.size(file) > 100 ? "no number" : Files.readString(file);
      return new ReferenceTable(
          new TreeMap<>(
              Map.of(
                  "x",
                  new ReferenceTable.Feature(
                      profile(Double.parseDouble(text)).reference("x"),
                      new ReferenceColumn.Numbers(new double[0])))),
          Map.of(),
          List.of());
    } catch (IOException | NumberFormatException none) {
      throw new IllegalArgumentException(name + ": 'no number' is no number: give one", none);
    }
  }

  private static ReferenceProfile profile(double value) {
    return ReferenceProfile.of(
        0, Map.of("x", FeatureReference.of(ReferenceSample.of(new double[] {value}))));
  }

  private static Problem problem(Response answer) {
    return assertInstanceOf(Problem.class, answer.getEntity());
  }
}
