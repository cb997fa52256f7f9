package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.Reference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.statistics.ReferenceSample;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReferencesTest {

  private static final Reference ONE = learned(1);
  private static final Reference TWO = learned(2);

  private final References references = new References(Map.of());

  @Test
  void whatWasMadeIsKnownUntilItIsForgotten() {
    references.put("m", "1", ONE);
    references.make("m", "1", history -> history.with(TWO).restarted(7));
    references.make("m", "2", history -> history.with(TWO));
    references.make("other", "1", history -> history.with(TWO));
    assertEquals(List.of(ONE, TWO), known("m", "1"));
    references.forgetUnheard("m");
    assertEquals(List.of(ONE), known("m", "1"));
    assertEquals(OptionalLong.empty(), references.of("m", "1").restartedBy(7));
    assertEquals(List.of(), known("m", "2"));
    assertEquals(List.of(TWO), known("other", "1"));
  }

  @Test
  void whatWasHeardOfIsNotForgotten() {
    references.make("m", "1", history -> history.with(TWO).restarted(7));
    references.put("m", "1", TWO);
    references.restarted("m", "1", 7);
    references.deployed("m", "1", 5);
    references.forgetUnheard("m");
    assertEquals(List.of(TWO), known("m", "1"));
    assertEquals(OptionalLong.of(7), references.of("m", "1").restartedBy(7));
    assertEquals(OptionalLong.of(5), references.of("m", "1").deployedBy(7));
    references.remove("m", "1", TWO.id());
    assertEquals(List.of(), known("m", "1"));
  }

  private List<Reference> known(String model, String version) {
    return references.of(model, version).references();
  }

  private static Reference learned(int value) {
    ReferenceSample sample = ReferenceSample.of(new double[] {value});
    return Reference.learned(
        ReferenceProfile.of(100, Map.of("x", new FeatureReference(sample, 1, 0, 0))));
  }
}
