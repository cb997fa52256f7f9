package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StableHashTest {

  @Test
  void hashesNeverChange() {
    // Python 3.11, M = 2**64 - 1:
    //   h = 0xcbf29ce484222325
    //   for b in text.encode(): h = (h ^ b) * 0x100000001b3 & M
    //   h = (h ^ h >> 33) * 0xff51afd7ed558ccd & M
    //   h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53 & M
    //   h = h ^ h >> 33
    assertEquals(0xEFD01F60BA992926L, StableHash.of(""));
    assertEquals(0x82A2A958A9BECE5BL, StableHash.of("a"));
    assertEquals(0x3486999252D82522L, StableHash.of("id-42"));
    assertEquals(0x6DCF2CE965B48406L, StableHash.of("ñandú"));
    assertEquals(0xF97974811B410498L, StableHash.of("0e984725-c51c-4bf4-9960-e1c80e27aba0"));
  }

  @Test
  void consecutiveIdsSpreadOverTheLeadingBits() {
    Set<Long> distinct = new HashSet<>();
    int[] bins = new int[64];
    for (int i = 0; i < 64_000; i++) {
      long hash = StableHash.of("prediction-" + i);
      distinct.add(hash);
      bins[(int) (hash >>> 58)]++;
    }
    assertEquals(64_000, distinct.size());
    for (int bin : bins) {
      // Five standard deviations of a uniform spread.
      assertTrue(Math.abs(bin - 1_000) < 158, () -> bin + " of 1000 expected");
    }
  }
}
