package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.window.Panes;
import io.atalaya.window.SlidingWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one width as their counters stated them, and the sliding windows made of them.
 *
 * <p>A pane is stated in parts (of one partition index, perhaps of one feature), each again
 * whenever it changed; what was stated before is then taken back, exactly. Once a pane is sealed,
 * its parts become one.
 *
 * <p>Memory: the bytes of each part, and some 60 more; of a sealed pane those of all parts together
 * and some 80 more. A statement costs two decodings and an encoding. One writer.
 *
 * @param <A> what a pane accumulates
 */
final class StatedPanes<A extends Accumulator<A>> implements SlidingWindow.Source<A> {

  private final long widthMillis;
  private final Supplier<A> empty;
  private final BiConsumer<A, ByteWriter> write;
  private final Function<ByteReader, A> read;
  private final NavigableMap<Long, byte[]> sealed = new TreeMap<>();
  private final NavigableMap<Long, byte[] @Nullable []> open = new TreeMap<>();
  private final List<SlidingWindow<A>> windows = new ArrayList<>();
  private long sealedMillis = Long.MIN_VALUE;

  /**
   * @param empty makes an accumulator
   * @param write gives its bytes
   * @param read makes one of them
   */
  StatedPanes(
      long widthMillis,
      Supplier<A> empty,
      BiConsumer<A, ByteWriter> write,
      Function<ByteReader, A> read) {
    this.widthMillis = widthMillis;
    this.empty = empty;
    this.write = write;
    this.read = read;
  }

  /** Adds a window of {@code lengthMillis} that ends with the pane of {@code nowMillis}. */
  SlidingWindow<A> window(long lengthMillis, long nowMillis) {
    SlidingWindow<A> window =
        new SlidingWindow<>(lengthMillis, this, empty, Panes.endOf(nowMillis, widthMillis));
    windows.add(window);
    return window;
  }

  /**
   * Takes a part of the pane that starts at {@code paneMillis}; of a sealed pane nothing new is
   * expected, and nothing taken.
   *
   * @param part which part it is, a small number
   */
  void put(long paneMillis, int part, A content) {
    if (paneMillis + widthMillis < sealedMillis) {
      return;
    }
    byte[] @Nullable [] parts = open.getOrDefault(paneMillis, new byte[0][]);
    if (part >= parts.length) {
      parts = Arrays.copyOf(parts, part + 1);
      open.put(paneMillis, parts);
    }
    byte[] before = parts[part];
    parts[part] = encoded(content);
    for (SlidingWindow<A> window : windows) {
      if (window.covers(paneMillis)) {
        if (before != null) {
          window.removed(decoded(before));
        }
        window.added(content);
      }
    }
  }

  /**
   * The panes that start at or after {@code from} and before {@code to}, in at most {@code most}
   * blocks of equal length (the last may be shorter), in the order of time; some may be empty.
   *
   * @param none makes an empty block
   * @param part reads what a block needs of a part, which its bytes begin with
   */
  <B extends Accumulator<B>> List<B> blocks(
      long from, long to, int most, Supplier<B> none, Function<ByteReader, B> part) {
    long panes = (to - from) / widthMillis;
    long length = Math.ceilDiv(panes, (long) most) * widthMillis;
    List<B> blocks = new ArrayList<>();
    for (long start = from; start < to; start += length) {
      B block = none.get();
      forEachBytes(
          start,
          Math.min(start + length, to),
          bytes -> block.merge(part.apply(new ByteReader(bytes))));
      blocks.add(block);
    }
    return blocks;
  }

  /** Whether anything is counted in the panes that start at or after {@code from}. */
  boolean isAnyFrom(long from) {
    return Stream.concat(
            sealed.tailMap(from).values().stream(),
            open.tailMap(from).values().stream().flatMap(Arrays::stream))
        .anyMatch(part -> part != null && !decoded(part).isEmpty());
  }

  /** Moves every window's end to the end of the pane of {@code nowMillis}. */
  void advance(long nowMillis) {
    long end = Panes.endOf(nowMillis, widthMillis);
    windows.forEach(window -> window.advance(end));
  }

  /** Takes note that all parts of the panes that end before {@code millis} are final. */
  void seal(long millis) {
    sealedMillis = Math.max(sealedMillis, millis);
    var complete = open.headMap(millis - widthMillis, false);
    complete.forEach(
        (start, parts) -> {
          A all = empty.get();
          forEach(parts, part -> all.merge(decoded(part)));
          sealed.put(start, encoded(all));
        });
    complete.clear();
  }

  /** Forgets the panes that end at or before {@code millis}; no window may reach them. */
  void prune(long millis) {
    sealed.headMap(millis - widthMillis, true).clear();
    open.headMap(millis - widthMillis, true).clear();
  }

  @Override
  public void forEach(long from, long to, Consumer<A> action) {
    forEachBytes(from, to, bytes -> action.accept(decoded(bytes)));
  }

  private void forEachBytes(long from, long to, Consumer<byte[]> action) {
    sealed.subMap(from, to).values().forEach(action);
    open.subMap(from, to).values().forEach(parts -> forEach(parts, action));
  }

  private static void forEach(byte[] @Nullable [] parts, Consumer<byte[]> action) {
    for (byte[] part : parts) {
      if (part != null) {
        action.accept(part);
      }
    }
  }

  private byte[] encoded(A content) {
    ByteWriter out = new ByteWriter();
    write.accept(content, out);
    return out.toByteArray();
  }

  private A decoded(byte[] bytes) {
    return read.apply(new ByteReader(bytes));
  }
}
