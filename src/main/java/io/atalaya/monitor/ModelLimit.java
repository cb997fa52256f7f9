package io.atalaya.monitor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the number of models that an instance watches. Configured models are always admitted;
 * others, which any producer can name, until the limit is reached.
 *
 * <p>Safe for use by several threads.
 */
public final class ModelLimit {

  private final MonitorSettings settings;
  private final Set<String> admitted = ConcurrentHashMap.newKeySet();

  public ModelLimit(MonitorSettings settings) {
    this.settings = settings;
  }

  /** The most models that are watched. */
  public int limit() {
    return settings.maxModels();
  }

  /** Whether {@code model} is, or may become, one of the models watched. */
  public boolean admits(String model) {
    if (settings.models().containsKey(model) || admitted.contains(model)) {
      return true;
    }
    synchronized (admitted) {
      // Another thread may have admitted it in the meantime.
      return admitted.contains(model)
          || (settings.models().size() + admitted.size() < settings.maxModels()
              && admitted.add(model));
    }
  }
}
