package io.atalaya.demo.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Serves the demand model: of each hour it publishes the forecast and, a recorded day later, what
 * came true, as any inference service does that Atalaya watches. Confined to one thread, but for
 * {@link #day}.
 */
public final class DemandService implements Workload {

  /** The model's name in every event. */
  public static final String MODEL = "bike-demand";

  /** How long after its beginning an hour's demand is known, in recorded time. */
  private static final Duration LABEL_DELAY = Duration.ofHours(24);

  private static final String VERSION = "summer-2011";
  private static final double NANOS_PER_MILLI = 1e6;

  /** So many standard deviations to either side of the mean hold 90 % of a normal distribution. */
  private static final double NINETY_PERCENT = 1.6449;

  /** Of so many hours one is never counted: the sensor was out. */
  private static final int UNCOUNTED = 50;

  private final List<DemandHour> hours;
  private final DemandModel model;
  private final EventLog log;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicReference<LocalDate> day;

  /**
   * @param hours what happens again, ascending by time, at least one
   * @param model answers
   * @param clock gives the events' times: an event happens when it is published
   */
  public DemandService(List<DemandHour> hours, DemandModel model, EventLog log, Clock clock) {
    if (hours.isEmpty()) {
      throw new IllegalArgumentException("hours: there must be at least one to replay");
    }
    this.hours = List.copyOf(hours);
    this.model = model;
    this.log = log;
    this.clock = clock;
    day = new AtomicReference<>(hours.getFirst().time().toLocalDate());
  }

  /** The recorded time from the first forecast to the last hour's demand. */
  public Duration span() {
    return since(hours.getLast()).plus(LABEL_DELAY);
  }

  /** The recorded day at which the replay is. */
  public LocalDate day() {
    return day.get();
  }

  @Override
  public List<Moment> moments(Instant start, Duration length) {
    double scale = (double) length.toNanos() / span().toNanos();
    List<Moment> moments = new ArrayList<>();
    for (DemandHour hour : hours) {
      moments.add(new Moment(scaled(since(hour), scale), () -> begins(hour)));
      moments.add(new Moment(scaled(since(hour).plus(LABEL_DELAY), scale), () -> isKnown(hour)));
    }
    return moments;
  }

  private Duration since(DemandHour hour) {
    return Duration.between(hours.getFirst().time(), hour.time());
  }

  private static Duration scaled(Duration recorded, double scale) {
    return Duration.ofNanos((long) (recorded.toNanos() * scale));
  }

  /** Forecasts the hour's demand and publishes the prediction, with the latency measured. */
  private void begins(DemandHour hour) {
    day.set(hour.time().toLocalDate());
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
  private void isKnown(DemandHour hour) {
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
    try {
      log.publish(topic, event.get("id").asText(), json.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
