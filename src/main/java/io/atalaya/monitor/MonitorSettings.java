package io.atalaya.monitor;

import io.atalaya.window.PaneWidth;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How all models are monitored.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param pane the finest step of the sliding windows
 * @param grace how long after the end of its pane a record is still counted
 * @param models the configured models by name
 * @param defaults the settings of a model that no configuration names
 * @param maxModels the most models that one instance watches
 * @param maxPending the most identifiers remembered for matching, an equal share by each partition
 *     index
 * @param maxSeries the most gauge series of one model
 */
public record MonitorSettings(
    Duration pane,
    Duration grace,
    Map<String, ModelSettings> models,
    ModelSettings defaults,
    int maxModels,
    int maxPending,
    int maxSeries) {

  public MonitorSettings {
    models = Map.copyOf(models);
    try {
      PaneWidth.checkedPane(pane);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("pane: " + e.getMessage(), e);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException(
          "grace: " + grace + " is below 0: give a duration, for example 5m");
    }
    if (maxModels < 1 || models.size() > maxModels) {
      throw new IllegalArgumentException(
          "max-models: %d is below %d%s: raise it"
              .formatted(
                  maxModels,
                  Math.max(1, models.size()),
                  models.size() > 1 ? ", the number of configured models" : ""));
    }
    if (maxPending < 1) {
      throw new IllegalArgumentException(
          "max-pending: "
              + maxPending
              + " is below 1: give a number of predictions, for example 5000000");
    }
    if (maxSeries < 1) {
      throw new IllegalArgumentException(
          "max-series: " + maxSeries + " is below 1: give a number of series, for example 2000");
    }
    models.forEach((name, model) -> checkWindows("models." + name, model, pane));
    checkWindows("defaults", defaults, pane);
  }

  private static void checkWindows(String key, ModelSettings model, Duration pane) {
    for (Duration window : model.windows()) {
      try {
        PaneWidth.of(window, pane);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + ".windows: " + e.getMessage(), e);
      }
    }
  }

  /** The longest window of all models, in milliseconds. */
  long longestWindowMillis() {
    return Stream.concat(models.values().stream(), Stream.of(defaults))
        .mapToLong(model -> new ModelPlan(this, model).longestWindowMillis())
        .max()
        .orElse(0);
  }

  /** The settings of a model: its own, else the defaults. */
  public ModelSettings of(String model) {
    return models.getOrDefault(model, defaults);
  }
}
