package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.atalaya.adapter.ExampleModel;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.ModelSnapshots;
import jakarta.ws.rs.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelResourceTest {

  /** As Quarkus and application.properties set it up. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @Test
  void aModelIsShownWithAllThatIsDefined() throws IOException {
    ModelResource resource = new ModelResource(ExampleModel.shown(ExampleModel.snapshot()));
    assertJson("model.json", resource.show("bike-demand"));
  }

  @Test
  void theListHasTheFiguresOfTheLongestWindow() throws IOException {
    ModelResource resource =
        new ModelResource(
            ExampleModel.shown(ExampleModel.snapshot("b"), ExampleModel.snapshot("a")));
    assertJson("models.json", resource.list());
  }

  @Test
  void theAnswerForAnUnknownModelSaysWhichThereAre() {
    ModelResource resource =
        new ModelResource(
            ExampleModel.shown(ExampleModel.snapshot("b"), ExampleModel.snapshot("a")));
    Problem problem = problem(resource);
    assertEquals(404, problem.status());
    assertEquals(
        "typo is not shown: use one of a, b, or ask the instance that owns it", problem.detail());
  }

  @Test
  void itListsNoMoreThanTwentyNames() {
    ModelSnapshot[] models =
        IntStream.range(100, 122)
            .mapToObj(i -> ExampleModel.snapshot("m" + i))
            .toArray(ModelSnapshot[]::new);
    String detail = String.valueOf(problem(new ModelResource(ExampleModel.shown(models))).detail());
    assertTrue(detail.contains("m118, m119 and 2 more, or ask"), detail);
  }

  @Test
  void whileKafkaIsAwayNothingIsShown() {
    ModelSnapshots neverPolled = new ModelSnapshots(() -> ExampleModel.NOW);
    neverPolled.put(ExampleModel.snapshot("typo"));
    ModelResource resource = new ModelResource(neverPolled);
    assertTrue(resource.list().models().isEmpty());
    assertTrue(String.valueOf(problem(resource).detail()).contains("/q/health/ready"));
  }

  private static Problem problem(ModelResource resource) {
    NotFoundException refusal = assertThrows(NotFoundException.class, () -> resource.show("typo"));
    assertEquals(Problem.MEDIA_TYPE, refusal.getResponse().getMediaType().toString());
    return assertInstanceOf(Problem.class, refusal.getResponse().getEntity());
  }

  private static void assertJson(String resource, Object shown) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ModelResourceTest.class.getResourceAsStream(resource))) {
      assertEquals(JSON.readTree(in).toPrettyString(), JSON.valueToTree(shown).toPrettyString());
    }
  }
}
