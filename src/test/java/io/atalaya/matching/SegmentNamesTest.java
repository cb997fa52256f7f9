package io.atalaya.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import org.junit.jupiter.api.Test;

class SegmentNamesTest {

  private final SegmentNames names = new SegmentNames();

  @Test
  void noneIsZero() {
    assertEquals(0, names.number(null));
    assertNull(names.name(0));
  }

  @Test
  void theFirstFiveHundredAreToldApart() {
    for (int i = 0; i < 600; i++) {
      var unused = names.number("s" + i);
    }
    assertEquals("s0", names.name(names.number("s0")));
    assertEquals("s498", names.name(names.number("s498")));
    assertEquals("other", names.name(names.number("s499")));
    assertEquals("other", names.name(names.number("s599")));
  }

  @Test
  void numbersAreTheSameAfterARestart() {
    int b = names.number("b");
    int a = names.number("a");
    ByteWriter out = new ByteWriter();
    names.writeTo(out);
    SegmentNames restored = new SegmentNames();
    restored.restoreFrom(new ByteReader(out.toByteArray()));
    assertEquals(a, restored.number("a"));
    assertEquals(b, restored.number("b"));
    assertEquals(names.count(), restored.count());
  }
}
