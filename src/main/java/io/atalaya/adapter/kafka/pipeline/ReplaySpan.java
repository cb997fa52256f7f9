package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.monitor.ModelPlan;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.MonitorSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * How far before the committed progress a replay must reach so that every pane that a window can
 * show is whole: the longest window, the label horizon, and the grace on either side.
 *
 * @param spanMillis from the start of the replay to the committed progress
 * @param warmUpMillis from the start of the replay to the first whole pane
 */
record ReplaySpan(long spanMillis, long warmUpMillis) {

  static ReplaySpan of(MonitorSettings settings) {
    List<ModelSettings> models = new ArrayList<>(settings.models().values());
    models.add(settings.defaults());
    long grace = settings.grace().toMillis();
    long window = 0;
    long horizon = 0;
    for (ModelSettings model : models) {
      ModelPlan plan = new ModelPlan(settings, model);
      window = Math.max(window, Math.max(plan.longestWindowMillis(), plan.learningMillis()));
      horizon = Math.max(horizon, plan.horizonMillis());
    }
    long warmUp = horizon + grace;
    return new ReplaySpan(window + warmUp + grace, warmUp);
  }
}
