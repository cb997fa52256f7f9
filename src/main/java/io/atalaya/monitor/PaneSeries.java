package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.window.Panes;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open panes of one width, and which of them changed since they were last taken.
 *
 * <p>A pane that is hardly written to any more rests as bytes, an order of magnitude fewer than its
 * accumulator's, until an event opens it again. One writer.
 *
 * @param <A> what a pane accumulates
 */
final class PaneSeries<A> {

  /** Takes a changed pane. */
  interface Sink<A> {
    void accept(long paneMillis, A content);
  }

  /** Reads what a pane accumulates. */
  interface Reading<A> {
    A read(long paneMillis, ByteReader in);
  }

  private final long widthMillis;
  private final LongFunction<A> empty;
  private final BiConsumer<A, ByteWriter> write;
  private final Reading<A> read;
  private final NavigableMap<Long, A> panes = new TreeMap<>();
  private final NavigableMap<Long, byte[]> resting = new TreeMap<>();
  private final TreeSet<Long> changed = new TreeSet<>();

  /** Events come nearly in order: the last pane is almost always the next one too. */
  private long lastMillis = Long.MIN_VALUE;

  private @Nullable A last;
  private boolean lastChanged;
  private long closedMillis = Long.MIN_VALUE;
  private long firstRestingMillis = Long.MIN_VALUE;

  /** Panes of which each accumulates the same. */
  PaneSeries(
      long widthMillis,
      Supplier<A> empty,
      BiConsumer<A, ByteWriter> write,
      Function<ByteReader, A> read) {
    this(widthMillis, start -> empty.get(), write, (start, in) -> read.apply(in));
  }

  /**
   * @param empty makes what the pane accumulates that starts at a time
   * @param write gives its bytes
   * @param read makes one of them
   */
  PaneSeries(
      long widthMillis, LongFunction<A> empty, BiConsumer<A, ByteWriter> write, Reading<A> read) {
    this.widthMillis = widthMillis;
    this.empty = empty;
    this.write = write;
    this.read = read;
  }

  long widthMillis() {
    return widthMillis;
  }

  /**
   * The pane that holds {@code timeMillis}, for a change; null when it was closed before. What was
   * handed out of a closed pane is all that there will be of it.
   */
  @Nullable A open(long timeMillis, boolean live) {
    A pane = last;
    if (pane == null || timeMillis < lastMillis || timeMillis - lastMillis >= widthMillis) {
      long start = Panes.startOf(timeMillis, widthMillis);
      pane = find(start);
      if (pane == null) {
        return null;
      }
      last = pane;
      lastMillis = start;
      lastChanged = changed.contains(start);
    }
    if (live && !lastChanged) {
      changed.add(lastMillis);
      lastChanged = true;
    }
    return pane;
  }

  private @Nullable A find(long start) {
    A pane = panes.get(start);
    if (pane == null && start + widthMillis >= closedMillis) {
      byte[] rested = resting.remove(start);
      pane = rested == null ? empty.apply(start) : read.read(start, new ByteReader(rested));
      panes.put(start, pane);
    }
    return pane;
  }

  /** Hands over every changed pane, in the order of time. */
  void takeChanged(Sink<A> sink) {
    for (long start : changed) {
      A pane = panes.get(start);
      if (pane != null) {
        sink.accept(start, pane);
      }
    }
    changed.clear();
    lastChanged = false;
  }

  /** Closes the panes that end before {@code millis}, except for changes still to be taken. */
  void closeBefore(long millis) {
    closedMillis = Math.max(closedMillis, millis);
    long before = millis - widthMillis;
    long first = Panes.ceiling(before, widthMillis);
    if (first > firstRestingMillis) {
      firstRestingMillis = first;
      resting.headMap(first, false).clear();
    }
    if (!panes.isEmpty() && panes.firstKey() < before) {
      panes.headMap(before, false).keySet().removeIf(start -> !changed.contains(start));
      last = null;
    }
  }

  /** Lets the panes rest that end before {@code millis}, except for changes still to be taken. */
  void rest(long millis) {
    long before = millis - widthMillis;
    if (panes.isEmpty() || panes.firstKey() >= before) {
      return;
    }
    panes
        .headMap(before, false)
        .entrySet()
        .removeIf(
            pane -> {
              boolean rests = !changed.contains(pane.getKey());
              if (rests) {
                resting.put(pane.getKey(), bytes(pane.getValue()));
              }
              return rests;
            });
    last = null;
  }

  /** Writes the open panes; those that changed are not told from the others. */
  void writeTo(ByteWriter out) {
    out.writeSigned(closedMillis).writeUnsigned(panes.size() + resting.size());
    panes.forEach((start, pane) -> out.writeSigned(start).writeBytes(bytes(pane)));
    resting.forEach((start, pane) -> out.writeSigned(start).writeBytes(pane));
  }

  /** Restores what {@link #writeTo} wrote, as panes that have not changed since. */
  void restoreFrom(ByteReader in) {
    closedMillis = Math.max(closedMillis, in.readSigned());
    for (int i = in.readCount(); i > 0; i--) {
      resting.put(in.readSigned(), in.readBytes());
    }
    last = null;
  }

  boolean isEmpty() {
    return panes.isEmpty() && resting.isEmpty();
  }

  private byte[] bytes(A pane) {
    ByteWriter out = new ByteWriter();
    write.accept(pane, out);
    return out.toByteArray();
  }
}
