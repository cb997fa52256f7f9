package io.atalaya.monitor;

import java.time.Duration;
import java.util.Map;

/**
 * How all models are monitored.
 *
 * @param pane the finest step of the sliding windows
 * @param grace how long after the end of its pane a record is still counted
 * @param models the configured models by name
 * @param defaults the settings of a model that no configuration names
 * @param maxModels the most models that one instance watches
 * @param maxSeries the most gauge series of one model
 */
public record MonitorSettings(
    Duration pane,
    Duration grace,
    Map<String, ModelSettings> models,
    ModelSettings defaults,
    int maxModels,
    int maxSeries) {

  public MonitorSettings {
    models = Map.copyOf(models);
  }

  /** The settings of a model: its own, else the defaults. */
  public ModelSettings of(String model) {
    return models.getOrDefault(model, defaults);
  }
}
