package io.atalaya.monitor;

import io.atalaya.cache.invalidation.Decision;
import io.atalaya.cache.invalidation.InvalidationPolicy;
import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Lifecycle;
import io.atalaya.signal.JudgementListener;
import io.atalaya.signal.Signal;
import io.atalaya.window.Panes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stage 2: one model, all partition indexes together. Partials go in; signals, invalidations,
 * learned references and snapshots come out.
 *
 * <p>Boundaries T are judged in order, each once, when every index has been read past T and a
 * little further. The state that judgement needs is written with {@link #writeTo} into the same
 * transaction as the signals, so whoever takes the model over goes on exactly there. All times are
 * in milliseconds since the epoch. One writer.
 */
public final class ModelMonitor {

  /** How far past a boundary everything must have been read: skew of clocks and their networks. */
  public static final long SETTLE_MILLIS = 5_000;

  private static final int STATE_FORMAT = 5;

  /** The most retirements that are remembered. */
  private static final int MAX_RETIREMENTS = 100;

  private static final long NEVER = Long.MIN_VALUE;

  private final String model;
  private final ModelPlan plan;
  private final References references;
  private final Map<String, VersionMonitor> versions = new TreeMap<>();
  private final Map<Integer, Long> lifecycleOffsets = new TreeMap<>();

  /** When versions were retired, also those of which nothing is kept any more. */
  private final Map<String, Long> retirements = new TreeMap<>();

  private final OrphanWindows orphans;
  private final JudgementListener listener;
  private InvalidationPolicy policy;
  private long nowMillis = NEVER;
  private long windowsEndMillis = NEVER;
  private long judgedMillis = NEVER;

  /** The start of the first pane with data. */
  private long firstMillis = Long.MAX_VALUE;

  /**
   * What a judgement brought forth, to be published together with the state.
   *
   * @param signals the checks that began or ceased to fire
   * @param decisions what becomes of cached answers
   * @param digests one of each live version and whole hour
   * @param learned the references that were learned
   */
  public record Judgement(
      List<Signal> signals,
      List<Decision> decisions,
      List<Digest> digests,
      ModelLearning learned) {}

  public ModelMonitor(String model, ModelPlan plan, References references) {
    this(model, plan, references, JudgementListener.NONE);
  }

  /**
   * @param listener hears what each check is judged by
   */
  public ModelMonitor(
      String model, ModelPlan plan, References references, JudgementListener listener) {
    this.model = model;
    this.plan = plan;
    this.references = references;
    this.listener = listener;
    orphans = new OrphanWindows(plan);
    policy = new InvalidationPolicy(model, plan.settings().invalidation());
  }

  /** Takes what an index counted; ignores what other settings shaped. */
  public void put(Partial partial) {
    if (!partial.matches(plan.fingerprint(partial.key().part()))) {
      return;
    }
    PartialKey key = partial.key();
    if (key.part() == PartialKey.Part.ORPHANS) {
      orphans.put(partial);
      return;
    }
    VersionMonitor version = versions.computeIfAbsent(key.version(), this::open);
    version.put(partial);
    if (key.widthMillis() > 0) {
      firstMillis = Math.min(firstMillis, Panes.startOf(key.paneMillis(), plan.paneMillis()));
    }
  }

  /**
   * Takes a change of the model.
   *
   * @param partition the partition of {@code model.lifecycle} that it was read from
   * @param offset its offset there
   * @return what becomes of the cached predictions; empty for a change that was taken before
   */
  public Optional<Decision> put(Lifecycle change, int partition, long offset) {
    if (offset < lifecycleOffsets.getOrDefault(partition, 0L)) {
      return Optional.empty();
    }
    lifecycleOffsets.put(partition, offset + 1);
    if (change.change() == Lifecycle.Change.RETIRED) {
      retirements.merge(change.version(), change.timeMillis(), Math::max);
      while (retirements.size() > MAX_RETIREMENTS) {
        retirements.remove(
            Collections.min(retirements.entrySet(), Map.Entry.comparingByValue()).getKey());
      }
      VersionMonitor version = versions.get(change.version());
      if (version != null) {
        version.retire(change.timeMillis());
      }
    }
    return Optional.of(policy.decide(change));
  }

  /** Learns the number of an invalidation that is already on the log. */
  public void raiseEpoch(long epoch) {
    policy.raiseTo(epoch);
  }

  /** Takes note of what the partition indexes miss, all together. */
  public void lost(Loss loss) {
    versions.values().forEach(version -> version.lost(loss));
  }

  /**
   * Moves on to {@code progressMillis}, up to which every index has been read, and judges the
   * boundaries that have settled.
   */
  public Judgement advance(long progressMillis) {
    boolean moved = false;
    if (progressMillis > nowMillis) {
      // Within a pane of the finest width no window moves.
      moved = Panes.endOf(progressMillis, plan.paneMillis()) > windowsEndMillis;
      nowMillis = progressMillis;
    }
    if (moved) {
      windowsEndMillis = Panes.endOf(nowMillis, plan.paneMillis());
      versions.values().forEach(version -> version.advance(nowMillis));
      orphans.advance(nowMillis);
    }
    ModelLearning learned =
        ModelLearning.of(model, versions.values(), references, nowMillis, judgedMillis);
    List<Signal> signals = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    List<Digest> digests = new ArrayList<>();
    long last = Panes.startOf(nowMillis - SETTLE_MILLIS, plan.paneMillis());
    if (judgedMillis == NEVER && firstMillis < last) {
      judgedMillis = firstMillis;
    }
    if (judgedMillis != NEVER) {
      versions.values().forEach(version -> version.follow(judgedMillis));
    }
    while (judgedMillis != NEVER && judgedMillis < last) {
      judgedMillis += plan.paneMillis();
      for (Signal signal : judge(judgedMillis)) {
        signals.add(signal);
        decisions.add(policy.decide(signal));
      }
      if (Digest.isDue(judgedMillis)) {
        digests.addAll(digests(judgedMillis));
      }
    }
    if (moved && judgedMillis != NEVER) {
      long needed = Math.min(judgedMillis, nowMillis);
      versions.values().forEach(version -> version.prune(needed));
      orphans.prune(needed);
    }
    long newest = newestMillis();
    versions
        .values()
        .removeIf(
            version ->
                version.isEnded() && (version.lastMillis() < newest || !version.hasAnswered()));
    return new Judgement(signals, decisions, digests, learned);
  }

  /**
   * Computes what is dear of the next snapshots: drift, segments, how estimates did, and each live
   * version beside the live one that began last before it.
   */
  public void refresh() {
    VersionMonitor predecessor = null;
    for (VersionMonitor version : versionsByAge()) {
      boolean live = version.isLive(nowMillis) && version.hasAnswered();
      version.refresh(nowMillis, live ? predecessor : null);
      predecessor = live ? version : predecessor;
    }
  }

  /** The model's state at the time moved on to last. */
  public ModelSnapshot snapshot() {
    return new ModelSnapshot(
        model,
        plan.settings(),
        nowMillis,
        policy.number(),
        orphans.counts(),
        versions.values().stream()
            .filter(version -> version.isLive(nowMillis))
            .map(version -> version.snapshot(nowMillis))
            .toList());
  }

  /** The boundary judged last; {@link Long#MIN_VALUE} before the first. */
  public long judgedMillis() {
    return judgedMillis;
  }

  /** Writes what the next owner needs beside the partials; the time judged comes first. */
  public void writeTo(ByteWriter out) {
    out.writeByte(STATE_FORMAT).writeLong(judgedMillis);
    out.writeUnsigned(lifecycleOffsets.size());
    lifecycleOffsets.forEach(
        (partition, offset) -> out.writeUnsigned(partition).writeUnsigned(offset));
    out.writeUnsigned(retirements.size());
    retirements.forEach((version, millis) -> out.writeString(version).writeSigned(millis));
    policy.writeTo(out);
    out.writeUnsigned(versions.size());
    versions.forEach(
        (name, version) -> {
          ByteWriter state = new ByteWriter();
          version.writeTo(state);
          out.writeString(name).writeBytes(state.toByteArray());
        });
  }

  /**
   * Restores what {@link #writeTo} wrote, perhaps under other settings. A state of another format
   * is ignored.
   *
   * @throws IllegalArgumentException when the bytes make no sense
   */
  public void restoreFrom(ByteReader in) {
    if (in.readByte() != STATE_FORMAT) {
      return;
    }
    judgedMillis = in.readLong();
    for (int i = in.readCount(); i > 0; i--) {
      lifecycleOffsets.put((int) in.readUnsigned(), in.readUnsigned());
    }
    for (int i = in.readCount(); i > 0; i--) {
      retirements.put(in.readString(), in.readSigned());
    }
    policy = InvalidationPolicy.readFrom(in, model, plan.settings().invalidation());
    for (int i = in.readCount(); i > 0; i--) {
      VersionMonitor version = versions.computeIfAbsent(in.readString(), this::open);
      version.restoreFrom(new ByteReader(in.readBytes()));
    }
    versions.forEach(
        (name, version) -> version.retire(retirements.getOrDefault(name, Long.MIN_VALUE)));
  }

  private VersionMonitor open(String version) {
    VersionMonitor opened =
        new VersionMonitor(model, version, plan, references, Math.max(0, nowMillis), listener);
    if (judgedMillis != NEVER) {
      opened.follow(judgedMillis);
    }
    Long retired = retirements.get(version);
    if (retired != null) {
      opened.retire(retired);
    }
    return opened;
  }

  private List<Signal> judge(long t) {
    List<Signal> signals = new ArrayList<>();
    long newest = newestMillis();
    for (VersionMonitor version : versions.values()) {
      // Another version had data after one that is not the newest.
      signals.addAll(version.judge(t, version.lastMillis() < newest));
    }
    return signals;
  }

  /** What is kept of the versions at {@code t}, which was judged last. */
  private List<Digest> digests(long t) {
    return versions.values().stream()
        .filter(version -> !version.isEnded())
        .map(version -> version.digest(t))
        .toList();
  }

  /** The end of the last pane with data of any version. */
  private long newestMillis() {
    return versions.values().stream().mapToLong(VersionMonitor::lastMillis).max().orElse(NEVER);
  }

  private List<VersionMonitor> versionsByAge() {
    List<VersionMonitor> byAge = new ArrayList<>(versions.values());
    byAge.sort(Comparator.comparingLong(VersionMonitor::firstMillis));
    return byAge;
  }
}
