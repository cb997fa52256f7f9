package io.atalaya.demo.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Serves the demand model and publishes what it answered, and later what came true, as any
 * inference service does that Atalaya watches. Confined to one thread.
 */
public final class InferenceService implements Replay.Listener {

  /** The model's name in every event. */
  public static final String MODEL = "bike-demand";

  private static final String VERSION = "summer-2011";
  private static final double NANOS_PER_MILLI = 1e6;

  /** So many standard deviations to either side of the mean hold 90 % of a normal distribution. */
  private static final double NINETY_PERCENT = 1.6449;

  /** Of so many hours one is never counted: the sensor was out. */
  private static final int UNCOUNTED = 50;

  private final DemandModel model;
  private final Producer<String, String> producer;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param model answers
   * @param producer publishes; belongs to the caller
   * @param clock gives the events' times: an event happens when it is published
   */
  public InferenceService(DemandModel model, Producer<String, String> producer, Clock clock) {
    this.model = model;
    this.producer = producer;
    this.clock = clock;
  }

  /** Forecasts the hour's demand and publishes the prediction, with the latency measured. */
  @Override
  public void begins(DemandHour hour) {
    double[] inputs = hour.inputs();
    long start = System.nanoTime();
    Forecast forecast = model.forecast(inputs);
    double latencyMillis = (System.nanoTime() - start) / NANOS_PER_MILLI;

    ObjectNode event = event(hour);
    event.put("version", VERSION);
    event.put("value", forecast.demand());
    event.put("confidence", forecast.confidence());
    event.put("latency_ms", latencyMillis);
    event.put("segment", hour.workingDay() == 1 ? "working day" : "day off");
    double deviation = forecast.deviation();
    if (Double.isFinite(deviation)) {
      event
          .putObject("interval")
          .put("lower", Math.max(0, forecast.demand() - NINETY_PERCENT * deviation))
          .put("upper", forecast.demand() + NINETY_PERCENT * deviation)
          .put("level", 0.9);
    }
    ObjectNode features = event.putObject("features");
    for (int i = 0; i < inputs.length; i++) {
      features.put(DemandHour.INPUTS.get(i), inputs[i]);
    }
    publish("inference.predictions", event);
  }

  /** Publishes the hour's real demand, where it was counted. */
  @Override
  public void isKnown(DemandHour hour) {
    if (hour.time().toEpochSecond(ZoneOffset.UTC) / 3600 % UNCOUNTED == 0) {
      return;
    }
    ObjectNode event = event(hour);
    event.put("actual", hour.demand());
    publish("inference.outcomes", event);
  }

  private ObjectNode event(DemandHour hour) {
    return json.createObjectNode()
        .put("id", hour.time().toString())
        .put("model", MODEL)
        .put("time", clock.instant().toString());
  }

  private void publish(String topic, ObjectNode event) {
    Exception earlier = failure.get();
    if (earlier != null) {
      throw new IllegalStateException(
          "Kafka did not take an event: " + earlier.getMessage(), earlier);
    }
    try {
      // The key is the prediction's id: both of its events are then read by the same instance.
      var unused =
          producer.send(
              new ProducerRecord<>(topic, event.get("id").asText(), json.writeValueAsString(event)),
              (metadata, exception) -> failure.compareAndSet(null, exception));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
