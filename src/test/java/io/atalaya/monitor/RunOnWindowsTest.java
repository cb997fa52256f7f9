package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import io.atalaya.monitor.RunOnWindows.RunOn;
import io.atalaya.statistics.CategorySample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunOnWindowsTest {

  private static final ReferenceProfile PROFILE = profile("a");

  private static ReferenceProfile profile(String name) {
    return ReferenceProfile.of(
        0, Map.of("f", FeatureReference.of(CategorySample.of(Map.of(name, 3L), 0))));
  }

  private static RunOn runOn() {
    ValueCounts counts = ValueCounts.against(PROFILE.reference("f").values());
    counts.add(Double.NaN, "a");
    counts.add(1, null);
    return new RunOn(-5, counts, 7);
  }

  private static RunOnWindows comparing(ReferenceProfile profile) {
    RunOnWindows windows = new RunOnWindows();
    windows.compareWith(profile);
    return windows;
  }

  private static RunOnWindows restored(RunOnWindows windows) {
    ByteWriter out = new ByteWriter();
    windows.writeTo(out);
    RunOnWindows restored = new RunOnWindows();
    restored.restoreFrom(new ByteReader(out.toByteArray()));
    return restored;
  }

  @Test
  void aWindowIsTakenOnce() {
    RunOnWindows windows = comparing(PROFILE);
    windows.put("f", runOn());
    assertEquals(runOn(), windows.remove("f"));
    assertNull(windows.remove("f"));
  }

  @Test
  void anotherProfileEndsThem() {
    RunOnWindows windows = comparing(PROFILE);
    windows.put("f", runOn());
    windows.compareWith(profile("b"));
    assertNull(windows.remove("f"));
  }

  @Test
  void afterARestartTheyGoOnWhenTheirProfileIsKnown() {
    RunOnWindows windows = comparing(PROFILE);
    windows.put("f", runOn());
    RunOnWindows restored = restored(windows);
    assertNull(restored.remove("f"));
    restored.compareWith(PROFILE);
    assertEquals(runOn(), restored.remove("f"));
  }

  @Test
  void aRestartBeforeTheProfileIsKnownLosesNothing() {
    RunOnWindows windows = comparing(PROFILE);
    windows.put("f", runOn());
    RunOnWindows twice = restored(restored(windows));
    twice.compareWith(PROFILE);
    assertEquals(runOn(), twice.remove("f"));
  }

  @Test
  void afterARestartWithAnotherProfileTheyAreOver() {
    RunOnWindows windows = comparing(PROFILE);
    windows.put("f", runOn());
    RunOnWindows restored = restored(windows);
    restored.compareWith(profile("b"));
    assertNull(restored.remove("f"));
  }
}
