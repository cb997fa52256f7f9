package io.atalaya.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryTableTest {

  @Test
  void aRecordKeepsItsFieldsApart() {
    EntryTable table = new EntryTable();
    int slot = table.insert(1, 2, 77);
    table.setPrediction(slot, 3, -4, 0xFFFF);
    table.setOutcome(slot, 5, 6);
    table.setAppendedMillis(slot, 7);
    table.setLink(slot, EntryTable.NONE);
    table.set(slot, EntryFlags.QUEUED | EntryFlags.PREDICTED, true);
    table.set(slot, EntryFlags.QUEUED, false);
    assertEquals(
        List.of(1L, 2L, 3L, -4L, 5L, 6L, 7L),
        List.of(
            table.high(slot),
            table.low(slot),
            table.predicted(slot),
            table.predictionMillis(slot),
            table.actual(slot),
            table.outcomeMillis(slot),
            table.appendedMillis(slot)));
    assertEquals(0xFFFF, table.traits(slot));
    assertEquals(77, table.owner(slot));
    assertEquals(EntryFlags.PREDICTED, table.flags(slot));
    assertEquals(EntryTable.NONE, table.link(slot));
    table.setOwner(slot, EntryTable.MAX_OWNERS - 1);
    table.setLink(slot, 12);
    assertEquals(EntryTable.MAX_OWNERS - 1, table.owner(slot));
    assertEquals(EntryFlags.PREDICTED, table.flags(slot));
    assertEquals(12, table.link(slot));
  }

  @Test
  void findsWhatAMapFindsThroughAnyInsertionsAndRemovals() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      EntryTable table = new EntryTable();
      Map<Long, Integer> slots = new HashMap<>();
      List<Long> keys = new ArrayList<>();
      for (int step = 0; step < 20_000; step++) {
        // Few distinct low halves: long probe sequences.
        long key = random.nextInt(3_000);
        long low = seed % 2 == 0 ? key : key % 97;
        Integer known = slots.get(key);
        table.touch(low);
        assertEquals(known == null ? EntryTable.NONE : known, table.find(key, low));
        if (known == null) {
          slots.put(key, table.insert(key, low, 0));
          keys.add(key);
        } else if (random.nextInt(3) > 0) {
          table.remove(known);
          slots.remove(key);
        }
        assertEquals(slots.size(), table.size());
      }
      assertTrue(keys.size() > 5_000);
      slots.forEach((key, slot) -> assertEquals(key, table.high(slot)));
      assertTrue(table.slots() <= 3_000, "slots are used again");
    }
  }

  @Test
  void aSlotUsedAgainIsEmpty() {
    EntryTable table = new EntryTable();
    int slot = table.insert(1, 1, 5);
    table.setPrediction(slot, 9, 9, 9);
    table.set(slot, EntryFlags.LABELLED, true);
    table.remove(slot);
    assertFalse(table.isUsed(slot));
    assertEquals(slot, table.insert(2, 2, 6));
    assertEquals(0, table.predicted(slot));
    assertEquals(0, table.traits(slot));
    assertEquals(0, table.flags(slot));
    assertEquals(6, table.owner(slot));
  }
}
