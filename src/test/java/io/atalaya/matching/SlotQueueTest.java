package io.atalaya.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotQueueTest {

  private static final long START = 1_800_000_000_000L;

  @Test
  void anEmptyQueueNeverBecomesDue() {
    SlotQueue queue = new SlotQueue(new EntryTable(), slot -> 0);
    assertEquals(EntryTable.NONE, queue.first());
    assertEquals(SlotQueue.NEVER, queue.firstMillis());
  }

  @Test
  void recordsComeOutInTheOrderOfTimeHoweverTheyCameIn() {
    int taken = 0;
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      EntryTable table = new EntryTable();
      SlotQueue queue = new SlotQueue(table, table::predictionMillis);
      PriorityQueue<Long> expected = new PriorityQueue<>();
      long now = START;
      int spread = 1 << random.nextInt(26);
      for (int step = 0; step < 2_000; step++) {
        now += random.nextInt(200);
        if (random.nextInt(5) < 3) {
          int slot = table.insert(step, random.nextLong(), 0);
          long due = now + random.nextInt(spread) - spread / 2;
          table.setPrediction(slot, 0, due, 0);
          queue.add(slot);
          expected.add(due);
        } else if (!expected.isEmpty()) {
          assertEquals(expected.peek(), queue.firstMillis(), "seed " + seed);
          assertEquals(expected.poll(), table.predictionMillis(queue.first()), "seed " + seed);
          table.remove(queue.first());
          queue.removeFirst();
          taken++;
        }
      }
      while (!expected.isEmpty()) {
        assertEquals(expected.poll(), queue.firstMillis(), "seed " + seed);
        queue.removeFirst();
      }
      assertEquals(EntryTable.NONE, queue.first());
    }
    assertTrue(taken > 20_000, "hardly anything was taken: " + taken);
  }

  @Test
  void aRecordWhoseTimeMovedWhileItWaitedComesAtItsNewTime() {
    EntryTable table = new EntryTable();
    SlotQueue queue = new SlotQueue(table, table::predictionMillis);
    int moved = table.insert(1, 1, 0);
    int stays = table.insert(2, 2, 0);
    table.setPrediction(moved, 0, START, 0);
    table.setPrediction(stays, 0, START + 60_000, 0);
    queue.add(moved);
    queue.add(stays);
    table.setPrediction(moved, 0, START + 120_000, 0);
    assertEquals(stays, queue.first());
    queue.removeFirst();
    assertEquals(START + 120_000, queue.firstMillis());
    assertEquals(moved, queue.first());
  }
}
