package io.atalaya.demo.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.Forecast;

/**
 * Forecasts of the demand, from the cache where it has them, else from the model. Safe for use by
 * several threads.
 */
public final class CachedForecasts {

  /** The version of the model that is served. */
  static final String VERSION = "summer-2011";

  private static final double NANOS_PER_MILLI = 1e6;

  private final CacheClient cache;
  private final ModelClient model;
  private final ObjectMapper json = new ObjectMapper();

  /** Asks the one first, then the other. */
  public CachedForecasts(CacheClient cache, ModelClient model) {
    this.cache = cache;
    this.model = model;
  }

  /**
   * An answer.
   *
   * @param cached whether the model was not asked for it
   * @param latencyMillis how long the caller waited
   */
  record Answered(Forecast forecast, boolean cached, double latencyMillis) {}

  /** Forecasts the hour's demand, and has the model's answer kept before it returns. */
  Answered ask(DemandHour hour) throws InterruptedException {
    long start = System.nanoTime();
    ObjectNode input = json.createObjectNode();
    double[] inputs = hour.inputs();
    for (int i = 0; i < inputs.length; i++) {
      input.put(DemandHour.INPUTS.get(i), inputs[i]);
    }
    return switch (cache.get(input)) {
      case CacheClient.Answer.Hit(JsonNode prediction) ->
          new Answered(
              new Forecast(
                  prediction.path("demand").asDouble(), prediction.path("confidence").asDouble()),
              true,
              millisSince(start));
      case CacheClient.Answer.Miss(var epoch) -> {
        Forecast forecast = model.forecast(inputs);
        double latencyMillis = millisSince(start);
        if (epoch.isPresent()) {
          cache.put(input, kept(hour, forecast), epoch.getAsLong());
        }
        yield new Answered(forecast, false, latencyMillis);
      }
    };
  }

  private CacheClient.Kept kept(DemandHour hour, Forecast forecast) {
    ObjectNode prediction =
        json.createObjectNode()
            .put("demand", forecast.demand())
            .put("confidence", forecast.confidence());
    return new CacheClient.Kept(
        prediction, forecast.confidence(), VERSION, DemandService.segment(hour));
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
  }
}
