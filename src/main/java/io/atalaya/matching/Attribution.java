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

  /** An interaction that is remembered, or several that are one. */
  private static final class Kept {
    final PredictionId id;
    final Interaction interaction;
    final Attributed counted;
    boolean waits;

    /** When the first and the last of them were appended. */
    long firstMillis;

    long lastMillis;

    /** The time for which it is queued; it may have become a later one. */
    long dueMillis;

    boolean live;

    Kept(PredictionId id, Interaction interaction, Attributed counted, long appendedMillis) {
      this.id = id;
      this.interaction = interaction;
      this.counted = counted;
      firstMillis = appendedMillis;
      lastMillis = appendedMillis;
    }

    void alsoAppended(long millis) {
      firstMillis = Math.min(firstMillis, millis);
      lastMillis = Math.max(lastMillis, millis);
    }
  }

  private final OutcomeMatcher matcher;
  private final AttributionListener listener;
  private final long windowMillis;
  private final long latenessMillis;
  private final Quota quota;
  private final Map<PredictionId, Set<Kept>> waiting = new HashMap<>();
  private final Map<Statement, Kept> statements = new HashMap<>();
  private final PriorityQueue<Kept> queue =
      new PriorityQueue<>(Comparator.comparingLong((Kept kept) -> kept.dueMillis));

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
    Kept before = interaction.timeGiven() ? statements.get(statement) : null;
    if (before != null && isNear(before, appendedMillis)) {
      before.alsoAppended(appendedMillis);
      if (before.waits && attribute(before, matcher.answer(id), live || before.live)) {
        stopWaiting(before);
      }
      return false;
    }
    Kept kept = new Kept(id, interaction, own, appendedMillis);
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
    Set<Kept> kept = waiting.get(prediction.id());
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
      Kept first = queue.remove();
      first.dueMillis = endMillis(first);
      if (first.dueMillis < progressMillis) {
        forget(first);
      } else {
        queue.add(first);
      }
    }
  }

  /** Moves an interaction to its prediction, if this is it. */
  private boolean attribute(Kept kept, @Nullable Answer answer, boolean live) {
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
  private @Nullable Attributed attributed(Kept kept, @Nullable Answer answer) {
    return answer != null
            && kept.firstMillis - windowMillis <= answer.timeMillis()
            && answer.timeMillis() <= kept.lastMillis + windowMillis
        ? new Attributed(kept.interaction, answer.version(), answer.segment(), true)
        : null;
  }

  private boolean isNear(Kept kept, long appendedMillis) {
    return kept.firstMillis - windowMillis <= appendedMillis
        && appendedMillis <= kept.lastMillis + windowMillis;
  }

  /** When neither a repetition nor a prediction in time can come any more. */
  private long endMillis(Kept kept) {
    return kept.lastMillis + windowMillis + latenessMillis;
  }

  private void keep(Kept kept, boolean waits, boolean live) {
    if (quota.isFull() && !queue.isEmpty()) {
      Kept first = queue.remove();
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
  private void forget(Kept kept) {
    quota.giveBack();
    if (kept.waits) {
      stopWaiting(kept);
    }
    if (kept.interaction.timeGiven()) {
      statements.remove(Statement.of(kept.id, kept.interaction), kept);
    }
  }

  private void stopWaiting(Kept kept) {
    Set<Kept> others = waiting.get(kept.id);
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
    for (Kept kept : queue) {
      Interaction interaction = kept.interaction;
      String segment = kept.counted.segment();
      String ownSegment = interaction.segment();
      out.writeByte(
          (kept.waits ? 1 : 0)
              + (interaction.timeGiven() ? 2 : 0)
              + (segment == null ? 0 : 4)
              + (ownSegment == null ? 0 : 8));
      out.writeBytes(kept.id.utf8()).writeString(interaction.type());
      out.writeString(interaction.version()).writeString(kept.counted.version());
      if (segment != null) {
        out.writeString(segment);
      }
      if (ownSegment != null) {
        out.writeString(ownSegment);
      }
      out.writeSigned(interaction.timeMillis()).writeDouble(interaction.value());
      out.writeSigned(kept.firstMillis).writeSigned(kept.lastMillis);
    }
  }

  /**
   * Restores what {@link #writeTo} wrote into a new one.
   *
   * @throws IllegalArgumentException when the bytes make no sense
   */
  public void restoreFrom(ByteReader in) {
    for (int i = in.readCount(); i > 0; i--) {
      int flags = in.readByte();
      byte[] utf8 = in.readBytes();
      PredictionId id = PredictionId.of(utf8, 0, utf8.length);
      String type = in.readString();
      String ownVersion = in.readString();
      String version = in.readString();
      String segment = (flags & 4) == 0 ? null : in.readString();
      String ownSegment = (flags & 8) == 0 ? null : in.readString();
      Interaction interaction =
          new Interaction(
              id,
              matcher.model(),
              ownVersion,
              in.readSigned(),
              (flags & 2) != 0,
              type,
              in.readDouble(),
              ownSegment);
      Kept kept =
          new Kept(
              id,
              interaction,
              new Attributed(interaction, version, segment, false),
              in.readSigned());
      kept.alsoAppended(in.readSigned());
      keep(kept, (flags & 1) != 0, false);
    }
  }

  /** The number of interactions remembered. */
  int size() {
    return queue.size();
  }
}
