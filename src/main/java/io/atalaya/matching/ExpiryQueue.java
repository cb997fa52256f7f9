package io.atalaya.matching;

import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries by the time at which something becomes due for them. That time may move later while an
 * entry waits: it is looked at again when the entry comes up.
 *
 * <p>Cost: O(log n) an entry and move. One writer.
 */
final class ExpiryQueue {

  private record Due(long millis, Entry entry) {}

  /** Says when an entry is due; {@link #NEVER} when it no longer belongs in the queue. */
  private final ToLongFunction<Entry> due;

  static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.millis, b.millis));

  ExpiryQueue(ToLongFunction<Entry> due) {
    this.due = due;
  }

  void add(Entry entry) {
    queue.add(new Due(due.applyAsLong(entry), entry));
  }

  boolean isEmpty() {
    settle();
    return queue.isEmpty();
  }

  /** The time of the first entry; {@link #NEVER} when there is none. */
  long firstMillis() {
    settle();
    Due head = queue.peek();
    return head == null ? NEVER : head.millis;
  }

  /** Takes out the first entry if it is due before {@code millis}. */
  @Nullable Entry pollBefore(long millis) {
    settle();
    Due head = queue.peek();
    if (head == null || head.millis >= millis) {
      return null;
    }
    queue.remove();
    return head.entry;
  }

  /** Brings an entry to the front whose time is still the one it was queued with. */
  private void settle() {
    for (Due head = queue.peek(); head != null; head = queue.peek()) {
      long now = due.applyAsLong(head.entry);
      if (now == head.millis) {
        return;
      }
      queue.remove();
      if (now != NEVER) {
        queue.add(new Due(now, head.entry));
      }
    }
  }
}
