package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerationLabelsTest {

  private GenerationLabels labels = new GenerationLabels();

  private Generation labelled(@Nullable String reason, SortedMap<String, Double> scores) {
    Generation read =
        new Generation(
            PredictionId.of("g"), "m", "1", 0, 1, 1, 1, 1, reason, null, null, scores, null);
    return labels.of(read, "2");
  }

  private @Nullable String reason(@Nullable String reason) {
    return labelled(reason, new TreeMap<>()).finishReason();
  }

  private Map<String, Double> scores(int from, int to) {
    SortedMap<String, Double> scores = new TreeMap<>();
    for (int i = from; i < to; i++) {
      scores.put("s" + i, (double) i);
    }
    return labelled(null, scores).scores();
  }

  private void restart() {
    ByteWriter out = new ByteWriter();
    labels.writeTo(out);
    labels = new GenerationLabels();
    labels.restoreFrom(new ByteReader(out.toByteArray()));
  }

  @Test
  void theVersionIsTheGivenOne() {
    assertEquals("2", labelled(null, new TreeMap<>()).version());
  }

  @Test
  void aReasonIsAWordInLowerCaseOrOther() {
    assertNull(reason(null));
    assertEquals("max_tokens", reason("MAX_TOKENS"));
    assertEquals("max_tokens", reason("max_tokens"));
    assertEquals("x".repeat(64), reason("X".repeat(64)));
    assertEquals("other", reason("x".repeat(65)));
    assertEquals("other", reason("end of text"));
    assertEquals("other", reason(""));
  }

  @Test
  void theFirst20ReasonsKeepTheirNames() {
    for (int i = 0; i < 20; i++) {
      assertEquals("r" + i, reason("r" + i));
    }
    assertEquals("other", reason("r20"));
    assertEquals("r19", reason("R19"));
    restart();
    assertEquals("other", reason("r20"));
    assertEquals("r0", reason("r0"));
  }

  @Test
  void theFirst32ScoresAreCounted() {
    assertEquals(Map.of("s0", 0.0), scores(0, 1));
    assertEquals(16, scores(0, 16).size());
    assertEquals(16, scores(16, 32).size());
    assertEquals(Map.of("s31", 31.0), scores(31, 33));
    restart();
    assertEquals(Map.of(), scores(32, 33));
    assertEquals(Map.of("s0", 0.0), scores(0, 1));
  }
}
