package io.atalaya.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionIdTest {

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
  void itsBitsAreMurmurHash3(String text, String high, String low) {
    PredictionId id = PredictionId.of(text);
    assertEquals(Long.parseUnsignedLong(high, 16), id.high());
    assertEquals(Long.parseUnsignedLong(low, 16), id.low());
  }

  @Test
  void partOfABufferIsAnIdentifierToo() {
    byte[] buffer = "{\"id\":\"größe-✓\"}".getBytes(UTF_8);
    PredictionId id = PredictionId.of(buffer, 7, buffer.length - 2);
    assertEquals(PredictionId.of("größe-✓"), id);
    assertEquals(PredictionId.of("größe-✓").hashCode(), id.hashCode());
    assertEquals("größe-✓", id.toString());
    assertNotEquals(PredictionId.of("größe-"), id);
  }
}
