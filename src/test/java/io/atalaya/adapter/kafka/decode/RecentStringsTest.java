package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentStringsTest {

  private final RecentStrings recent = new RecentStrings();

  private String of(String text) {
    byte[] buffer = Decoding.utf8("<" + text + ">padding");
    String kept = recent.of(buffer, 1, 1 + text.length());
    assertEquals(text, kept);
    assertEquals(kept, recent.of(new String(text.toCharArray())));
    return kept;
  }

  @Test
  void aShortStringComesAgainAsTheSameInstance() {
    String longest = "x".repeat(64);

    assertSame(of("bike-demand"), of("bike-demand"));
    assertSame(of(longest), of(longest));
    assertNotSame(of(longest + "x"), of(longest + "x"));
  }

  @Test
  void bytesAndStringsShareTheirInstances() {
    assertSame(recent.of("bike-demand"), of("bike-demand"));
    assertSame(of("shopper-intent"), recent.of("shopper-intent"));
  }

  /** More strings than there are places. */
  @Test
  void aCollisionReplaces() {
    String first = of("first");
    for (int i = 0; i < 20_000; i++) {
      assertEquals(Integer.toString(i), of(Integer.toString(i)));
    }

    assertEquals("first", of("first"));
    assertNotSame(first, of("first"));
  }

  @Test
  void charactersOutsideAsciiAndHalvesOfThemAreKeptApart() {
    for (String text : new String[] {"?", "\ud800", "\u00e9", "e", "\ud83d\udeb2", "\0", ""}) {
      assertEquals(text, recent.of(text));
      assertEquals(text, recent.of(text));
    }
  }

  @Test
  void everyStringIsTheOneAskedFor() {
    Random random = new Random(20261123);
    for (int i = 0; i < 100_000; i++) {
      String text = Integer.toString(random.nextInt(5_000), 36).repeat(random.nextInt(4));
      assertEquals(text, of(text));
    }
  }
}
