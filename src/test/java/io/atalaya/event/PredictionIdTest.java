package io.atalaya.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdHashTest {

  /** mmh3 5.3.0 (Python): {@code mmh3.hash64(id.encode(), 0, True, signed=False)}. */
  @ParameterizedTest
  @CsvSource({
    "'',0,0",
    "a,85555565f6597889,e6b53a48510e895a",
    "order-1,d3d7800aade496d9,b654669a1fd31ed9",
    "0123456789abcdef,4be06d94cf4ad1a7,87c35b5c63a708da",
    "3f2b8c1e-6d7a-4e5f-9a0b-1c2d3e4f5a6b,f17db7d5544eeb6f,b8f921b627c2894c",
    "größe-✓,dc19583dde1de307,cf34b5089c3534df"
  })
  void isMurmurHash3(String id, String high, String low) {
    IdHash hash = new IdHash();
    hash.hash(id, 0);
    assertEquals(Long.parseUnsignedLong(high, 16), hash.high());
    assertEquals(Long.parseUnsignedLong(low, 16), hash.low());
  }

  @Test
  void theSameIdOfAnotherModelIsAnother() {
    IdHash one = new IdHash();
    IdHash other = new IdHash();
    one.hash("order-1", 1);
    other.hash("order-1", 2);
    assertNotEquals(one.high(), other.high());
    assertNotEquals(one.low(), other.low());
  }
}
