package io.atalaya.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The latest snapshot of every model that this instance owns, for whoever shows them. They are not
 * shown while the log could not be polled for {@link #STALE}: a figure that may be another
 * instance's by now is no figure.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelSnapshots {

  /** How long after the last poll snapshots are shown. */
  public static final Duration STALE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Map<String, ModelSnapshot> snapshots = new ConcurrentSkipListMap<>();
  private volatile long polledMillis = Long.MIN_VALUE;

  public ModelSnapshots(InstantSource clock) {
    this.clock = clock;
  }

  /** The log was polled just now. */
  public void polled() {
    polledMillis = clock.millis();
  }

  public void put(ModelSnapshot snapshot) {
    snapshots.put(snapshot.model(), snapshot);
  }

  /** Forgets models that went to another instance. */
  public void removeAll(Collection<String> models) {
    models.forEach(snapshots::remove);
  }

  /** All snapshots, by the name of the model; empty while they are stale. */
  public List<ModelSnapshot> all() {
    return isStale() ? List.of() : List.copyOf(snapshots.values());
  }

  /** The snapshot of one model. */
  public Optional<ModelSnapshot> of(String model) {
    return isStale() ? Optional.empty() : Optional.ofNullable(snapshots.get(model));
  }

  private boolean isStale() {
    return polledMillis == Long.MIN_VALUE || clock.millis() - polledMillis > STALE.toMillis();
  }
}
