package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.Accumulator;
import io.atalaya.window.Panes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open panes of one statistic, of several widths that are multiples of one step.
 *
 * <p>What comes is counted once, in the step of its time, however many widths there are. A step
 * goes into the panes around it when they are asked for, or when there are too many steps; what was
 * taken back in it is retracted then, since it may have been counted long before. One writer.
 *
 * @param <A> what a pane accumulates
 */
final class NestedPanes<A extends Accumulator<A>> {

  /** Events come nearly in order: few steps are under way at a time. */
  private static final int MAX_STEPS = 64;

  /** Takes a changed pane. */
  interface Sink<A> {
    void accept(long widthMillis, long paneMillis, A content);
  }

  private static final class Step<A> {
    final long startMillis;
    final A added;
    @Nullable A removed;
    boolean live;

    Step(long startMillis, A added) {
      this.startMillis = startMillis;
      this.added = added;
    }
  }

  private final long stepMillis;
  private final Supplier<A> empty;
  private final List<PaneSeries<A>> widths = new ArrayList<>();
  private final Map<Long, Step<A>> steps = new HashMap<>();
  private @Nullable Step<A> last;

  /**
   * @param stepMillis what all widths are multiples of
   * @param widthsMillis the widths
   * @param empty makes what a pane accumulates
   * @param write gives its bytes
   * @param read makes one of them
   */
  NestedPanes(
      long stepMillis,
      Collection<Long> widthsMillis,
      Supplier<A> empty,
      BiConsumer<A, ByteWriter> write,
      Function<ByteReader, A> read) {
    this.stepMillis = stepMillis;
    this.empty = empty;
    widthsMillis.forEach(width -> widths.add(new PaneSeries<>(width, empty, write, read)));
  }

  /** What is counted at {@code timeMillis}; those panes that are closed will not get it. */
  A added(long timeMillis, boolean live) {
    return step(timeMillis, live).added;
  }

  /** What is taken back at {@code timeMillis}, of which all was added before, perhaps long ago. */
  A removed(long timeMillis, boolean live) {
    Step<A> step = step(timeMillis, live);
    A removed = step.removed;
    if (removed == null) {
      removed = empty.get();
      step.removed = removed;
    }
    return removed;
  }

  /** The widths, each with its panes, which hold everything counted so far. */
  List<PaneSeries<A>> settled() {
    steps.values().forEach(this::settle);
    steps.clear();
    last = null;
    return widths;
  }

  /** Closes the panes that no window can show any more; the others stay correctable. */
  void closeUnseen(ModelPlan plan, long progressMillis) {
    for (PaneSeries<A> series : settled()) {
      long window = plan.longestWindowByWidth().getOrDefault(series.widthMillis(), 0L);
      series.closeBefore(progressMillis - window - plan.graceMillis());
      series.rest(progressMillis - plan.paneMillis());
    }
  }

  /** Hands over every changed pane, by width and then in the order of time. */
  void takeChanged(Sink<A> sink) {
    for (PaneSeries<A> series : settled()) {
      series.takeChanged((pane, content) -> sink.accept(series.widthMillis(), pane, content));
    }
  }

  void writeTo(ByteWriter out) {
    settled().forEach(series -> series.writeTo(out));
  }

  /** Restores what {@link #writeTo} wrote, of the same widths. */
  void restoreFrom(ByteReader in) {
    widths.forEach(series -> series.restoreFrom(in));
  }

  boolean isEmpty() {
    return steps.isEmpty() && widths.stream().allMatch(PaneSeries::isEmpty);
  }

  private Step<A> step(long timeMillis, boolean live) {
    Step<A> step = last;
    if (step == null
        || timeMillis < step.startMillis
        || timeMillis - step.startMillis >= stepMillis) {
      step = find(Panes.startOf(timeMillis, stepMillis));
      last = step;
    }
    step.live |= live;
    return step;
  }

  private Step<A> find(long start) {
    Step<A> step = steps.get(start);
    if (step == null) {
      if (steps.size() == MAX_STEPS) {
        settled();
      }
      step = new Step<>(start, empty.get());
      steps.put(start, step);
    }
    return step;
  }

  private void settle(Step<A> step) {
    for (PaneSeries<A> series : widths) {
      A pane = series.open(step.startMillis, step.live);
      if (pane != null) {
        pane.merge(step.added);
        if (step.removed != null) {
          pane.retract(step.removed);
        }
      }
    }
  }
}
