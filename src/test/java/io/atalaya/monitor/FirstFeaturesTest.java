package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstFeaturesTest {

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj("f%03d"::formatted).toList();
  }

  /** How often each was asked for. */
  private static FirstFeatures<AtomicInteger> counted(List<String> names) {
    FirstFeatures<AtomicInteger> features = new FirstFeatures<>();
    for (String name : names) {
      AtomicInteger count = features.of(name, AtomicInteger::new);
      if (count != null) {
        count.incrementAndGet();
      }
    }
    return features;
  }

  @Test
  void thoseThatComeFirstByNameAreKeptFromTheBeginningInAnyOrder() {
    for (int seed = 0; seed < 5; seed++) {
      List<String> names = new ArrayList<>();
      IntStream.range(0, 3).forEach(time -> names.addAll(names(300)));
      Collections.shuffle(names, new Random(seed));
      FirstFeatures<AtomicInteger> features = counted(names);
      assertEquals(new TreeSet<>(names(250)), new TreeSet<>(features.names()));
      features.forEach((name, count) -> assertEquals(3, count.get(), name));
    }
  }

  @Test
  void oneTooManyIsNotKept() {
    FirstFeatures<AtomicInteger> features = counted(names(250));
    assertNull(features.of("f250", AtomicInteger::new));
    assertNotNull(features.of("a", AtomicInteger::new));
    assertNull(features.of("f249", AtomicInteger::new));
    assertEquals(250, features.size());
  }

  @Test
  void afterClearingThereIsRoomAgain() {
    FirstFeatures<AtomicInteger> features = counted(names(300));
    features.clear();
    assertNotNull(features.of("z", AtomicInteger::new));
    assertEquals(Set.of("z"), features.names());
  }
}
