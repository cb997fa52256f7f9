package io.atalaya.adapter.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

  private static final String TWO =
      """
      {"model_version":"3","outputs":[
       {"name":"scores","shape":[2,3],"datatype":"FP32","data":[0.1,0.7,0.2,[0.5,0.25,0.25]]},
       {"name":"sure","shape":[2],"datatype":"FP32","data":[0.9,0.4]},
       {"name":"label","shape":[2,1],"datatype":"INT64","data":[2,7]},
       {"name":"word","shape":[2,1],"datatype":"BYTES","data":["x","y"]}]}""";

  private static ModelAnswer read(
      String body, @Nullable String output, @Nullable String confidence, String... classes)
      throws Malformed {
    FrontSettings settings =
        new FrontSettings(
            URI.create("http://ovms:8000"),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            1_000,
            1,
            1,
            List.of(),
            output == null ? null : OutputColumn.parse(output),
            confidence == null ? null : OutputColumn.parse(confidence),
            List.of(classes),
            false);
    byte[] bytes = body.getBytes(UTF_8);
    return new AnswerReader(settings).read(Message.read(bytes, bytes.length, "outputs"));
  }

  @Test
  void configuredColumnIsTheValueAndTheLeastConfidenceCounts() throws Malformed {
    ModelAnswer answer = read(TWO, "scores[1]", "sure");

    assertEquals("3", answer.version());
    assertEquals(List.of(0.7, 0.25), answer.rows().stream().map(ModelAnswer.Row::value).toList());
    assertEquals(0.9, answer.rows().getFirst().confidence());
    assertEquals(0.4, answer.confidence());
  }

  @Test
  void distributionNamesTheLargestClass() throws Malformed {
    ModelAnswer answer = read(TWO, null, null, "a", "b", "c");

    assertEquals(List.of("b", "a"), answer.rows().stream().map(ModelAnswer.Row::value).toList());
    assertArrayEquals(new double[] {0.1, 0.7, 0.2}, answer.rows().getFirst().probabilities());
    assertEquals(0.5, answer.confidence());
  }

  @Test
  void scoresThatAreNoProbabilitiesOnlyNameTheClass() throws Malformed {
    ModelAnswer answer = read(TWO.replace("0.7", "7"), null, null, "a", "b", "c");

    assertEquals("b", answer.rows().getFirst().value());
    assertNull(answer.rows().getFirst().probabilities());
    assertEquals(Double.NaN, answer.rows().getFirst().confidence());
  }

  @Test
  void classMayBeGivenByNumberOrName() throws Malformed {
    assertEquals(
        List.of("c", "7.0"),
        read(TWO, "label", null, "a", "b", "c").rows().stream()
            .map(ModelAnswer.Row::value)
            .toList());
    assertEquals(
        List.of("x", "y"),
        read(TWO, "word", null, "x", "y").rows().stream().map(ModelAnswer.Row::value).toList());
  }

  @Test
  void nothingIsReadOfAnAnswerWithoutTheOutput() throws Malformed {
    assertEquals(List.of(), read(TWO, "other", null).rows());
    assertEquals(List.of(), read(TWO, "scores[3]", null).rows());
    // The first output has several columns, and none is named.
    assertEquals(List.of(), read(TWO, null, null).rows());
    assertEquals(Double.NaN, read(TWO, null, null).confidence());
    assertEquals(List.of(), read("{\"outputs\":[]}", null, null).rows());
    assertEquals(Double.NaN, read(TWO, "scores[1]", "other").confidence());
    // Fewer values than the shape says.
    assertEquals(List.of(), read(TWO.replace("[2,7]", "[2]"), "label", null).rows());
  }
}
