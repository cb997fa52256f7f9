package io.atalaya.matching;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interaction;
import io.atalaya.event.Prediction;
import io.atalaya.event.PredictionId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes the interactions of one model to its predictions, whichever is read first.
 *
 * <p>An interaction that names a prediction counts to that prediction's version and segment if it
 * was appended within the attribution window before or after the prediction's event time. Until
 * such a prediction has been read, it counts under its own version and segment; so do those that
 * name none. Decisions compare the append times of interactions with the event times of
 * predictions, never the order in which two topics were read: an interaction waits until every
 * prediction in time that it could be attributed to has been read.
 *
 * <p>Of interactions that name the same prediction and have the same type, stated time, value and
 * segment, each appended within the window of another, the first one read counts; it is attributed
 * if any of them would be. What states no time cannot be told from its repetitions.
 *
 * <p>Memory: some 500 bytes an interaction that waits, or that a repetition could follow. It is
 * bounded, for all models of a partition index together: once it is full, what would be forgotten
 * first of this model is given up. One writer.
 */
public final class Attribution {

  /** What makes two interactions one. */
  private record Statement(
      PredictionId id, String type, long timeMillis, double value, @Nullable String segment) {

    static Statement of(PredictionId id, Interaction interaction) {
      return new Statement(
          id,
          interaction.type(),
          interaction.timeMillis(),
          interaction.value(),
          interaction.segment());
    }
  }

  private final OutcomeMatcher matcher;
  private final AttributionListener listener;
  private final long windowMillis;
  private final long latenessMillis;
  private final Quota quota;
  private final Map<PredictionId, Set<KeptInteraction>> waiting = new HashMap<>();
  private final Map<Statement, KeptInteraction> statements = new HashMap<>();
  private final PriorityQueue<KeptInteraction> queue =
      new PriorityQueue<>(Comparator.comparingLong((KeptInteraction kept) -> kept.dueMillis));

  /**
   * @param matcher knows the model's predictions, each for at least {@code windowMillis} from its
   *     event time on
   * @param windowMillis the attribution window
   * @param latenessMillis how long after its event time a prediction in time may be appended
   * @param quota the most interactions remembered, of all models together
   */
  Attribution(
      OutcomeMatcher matcher,
      AttributionListener listener,
      long windowMillis,
      long latenessMillis,
      Quota quota) {
    this.matcher = matcher;
    this.listener = listener;
    this.windowMillis = windowMillis;
    this.latenessMillis = latenessMillis;
    this.quota = quota;
  }

  /**
   * Takes an interaction.
   *
   * @param version its own version, as it is to be counted
   * @param segment its own segment, as it is to be counted
   * @param appendedMillis when its record was appended to the log
   * @param live false when it is read again after a restart
   * @return false for a repetition
   */
  public boolean add(
      Interaction interaction,
      String version,
      @Nullable String segment,
      long appendedMillis,
      boolean live) {
    Attributed own = new Attributed(interaction, version, segment, false);
    PredictionId id = interaction.id();
    if (id == null) {
      listener.interactionAdded(own, live);
      return true;
    }
    Statement statement = Statement.of(id, interaction);
    KeptInteraction before = interaction.timeGiven() ? statements.get(statement) : null;
    if (before != null && isNear(before, appendedMillis)) {
      before.alsoAppended(appendedMillis);
      if (before.waits && attribute(before, matcher.answer(id), live || before.live)) {
        stopWaiting(before);
      }
      return false;
    }
    KeptInteraction kept = new KeptInteraction(id, interaction, own, appendedMillis);
    kept.live = live;
    Attributed to = attributed(kept, matcher.answer(id));
    listener.interactionAdded(to == null ? own : to, live);
    if (to == null || interaction.timeGiven()) {
      keep(kept, to == null, live);
    }
    return true;
  }

  /** Whether any interaction waits for its prediction. */
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Takes note that a prediction was read, and is not one that was known. */
  public void predicted(Prediction prediction, boolean live) {
    Set<KeptInteraction> kept = waiting.get(prediction.id());
    if (kept == null) {
      return;
    }
    Answer answer = matcher.answer(prediction.id());
    kept.removeIf(each -> attribute(each, answer, live || each.live));
    if (kept.isEmpty()) {
      waiting.remove(prediction.id());
    }
  }

  /** Takes note that everything appended before {@code progressMillis} has been read. */
  public void advance(long progressMillis) {
    while (!queue.isEmpty() && queue.element().dueMillis < progressMillis) {
      KeptInteraction first = queue.remove();
      first.dueMillis = endMillis(first);
      if (first.dueMillis < progressMillis) {
        forget(first);
      } else {
        queue.add(first);
      }
    }
  }

  /** Moves an interaction to its prediction, if this is it. */
  private boolean attribute(KeptInteraction kept, @Nullable Answer answer, boolean live) {
    Attributed to = attributed(kept, answer);
    if (to == null) {
      return false;
    }
    listener.interactionRemoved(kept.counted, live);
    listener.interactionAdded(to, live);
    kept.waits = false;
    return true;
  }

  /** What an interaction counts to with a prediction; null when that is not in time for it. */
  private @Nullable Attributed attributed(KeptInteraction kept, @Nullable Answer answer) {
    return answer != null
            && kept.firstMillis - windowMillis <= answer.timeMillis()
            && answer.timeMillis() <= kept.lastMillis + windowMillis
        ? new Attributed(kept.interaction, answer.version(), answer.segment(), true)
        : null;
  }

  private boolean isNear(KeptInteraction kept, long appendedMillis) {
    return kept.firstMillis - windowMillis <= appendedMillis
        && appendedMillis <= kept.lastMillis + windowMillis;
  }

  /** When neither a repetition nor a prediction in time can come any more. */
  private long endMillis(KeptInteraction kept) {
    return kept.lastMillis + windowMillis + latenessMillis;
  }

  private void keep(KeptInteraction kept, boolean waits, boolean live) {
    if (quota.isFull() && !queue.isEmpty()) {
      KeptInteraction first = queue.remove();
      listener.givenUp(first.counted.version(), GivenUp.INTERACTION, endMillis(first), live);
      forget(first);
    }
    if (waits) {
      kept.waits = true;
      waiting.computeIfAbsent(kept.id, id -> new HashSet<>(2)).add(kept);
    }
    if (kept.interaction.timeGiven()) {
      statements.put(Statement.of(kept.id, kept.interaction), kept);
    }
    kept.dueMillis = endMillis(kept);
    queue.add(kept);
    quota.take();
  }

  /** Forgets what is no longer in the queue. */
  private void forget(KeptInteraction kept) {
    quota.giveBack();
    if (kept.waits) {
      stopWaiting(kept);
    }
    // One that came later may stand there, or none.
    statements.remove(Statement.of(kept.id, kept.interaction), kept);
  }

  private void stopWaiting(KeptInteraction kept) {
    Set<KeptInteraction> others = waiting.get(kept.id);
    if (others != null) {
      others.remove(kept);
      if (others.isEmpty()) {
        waiting.remove(kept.id);
      }
    }
  }

  /** Writes what is remembered. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(queue.size());
    queue.forEach(kept -> kept.writeTo(out));
  }

  /**
   * Restores what {@link #writeTo} wrote into a new one.
   *
   * @throws IllegalArgumentException when the bytes make no sense
   */
  public void restoreFrom(ByteReader in) {
    for (int i = in.readCount(); i > 0; i--) {
      KeptInteraction kept = KeptInteraction.readFrom(in, matcher.model());
      keep(kept, kept.waits, false);
    }
  }

  /** The number of interactions remembered. */
  int size() {
    return queue.size();
  }
}
