package io.atalaya.demo.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.Forecast;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serves the demand model: of each hour it publishes the forecasts that were asked for and, a
 * recorded day later, what came true, as any inference service does that Atalaya watches.
 *
 * <p>Some requests are answered at a time, others wait for them. The moments are for one thread;
 * {@link #day} is for any.
 */
public final class DemandService implements Workload, AutoCloseable {

  /** The model's name in every event. */
  public static final String MODEL = "bike-demand";

  /** How long after its beginning an hour's demand is known, in recorded time. */
  private static final Duration LABEL_DELAY = Duration.ofHours(24);

  /** So many standard deviations to either side of the mean hold 90 % of a normal distribution. */
  private static final double NINETY_PERCENT = 1.6449;

  /** More would make a busy machine busier, fewer would make them queue there. */
  private static final int THREADS = 16;

  /** Of so many hours one is never counted: the sensor was out. */
  private static final int UNCOUNTED = 50;

  private final List<DemandHour> hours;
  private final CachedForecasts forecasts;
  private final EventLog log;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicReference<LocalDate> day;
  private final ExecutorService requests = Executors.newFixedThreadPool(THREADS);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param hours what happens again, ascending by time, at least one
   * @param forecasts answer
   * @param clock gives the events' times: an event happens when it is published
   */
  public DemandService(
      List<DemandHour> hours, CachedForecasts forecasts, EventLog log, Clock clock) {
    if (hours.isEmpty()) {
      throw new IllegalArgumentException("hours: there must be at least one to replay");
    }
    this.hours = List.copyOf(hours);
    this.forecasts = forecasts;
    this.log = log;
    this.clock = clock;
    day = new AtomicReference<>(hours.getFirst().time().toLocalDate());
  }

  /**
   * Asks for these hours and publishes nothing, as before any deployment: the first answers of a
   * process are slow, and not the model's fault. Returns when all are answered.
   */
  public void warmUp(List<DemandHour> before) throws InterruptedException {
    List<Callable<CachedForecasts.Answered>> all =
        before.stream()
            .<Callable<CachedForecasts.Answered>>map(hour -> () -> forecasts.ask(hour))
            .toList();
    for (Future<CachedForecasts.Answered> answered : requests.invokeAll(all)) {
      if (answered.state() == Future.State.FAILED) {
        throw new IllegalStateException(answered.exceptionNow());
      }
    }
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
      for (Asker asker : askers(hour)) {
        Duration at = since(hour).minus(asker.ahead());
        moments.add(new Moment(scaled(at, scale), () -> asks(asker, hour)));
      }
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

  /** Those who ask for the hour after the replay has begun. */
  private List<Asker> askers(DemandHour hour) {
    return Stream.of(Asker.values())
        .filter(asker -> asker.ahead().compareTo(since(hour)) <= 0)
        .toList();
  }

  private void begins(DemandHour hour) {
    day.set(hour.time().toLocalDate());
  }

  /**
   * Answers a request, without waiting for the answer.
   *
   * @throws IllegalStateException when an earlier one failed
   */
  private void asks(Asker asker, DemandHour hour) {
    Exception earlier = failure.get();
    if (earlier != null) {
      throw new IllegalStateException(earlier.getMessage(), earlier);
    }
    requests.execute(
        () -> {
          try {
            DemandHour known = asker.known(hour);
            publish(asker.id(hour), known, forecasts.ask(known));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /** Publishes what was answered. */
  private void publish(String id, DemandHour hour, CachedForecasts.Answered answered) {
    Forecast forecast = answered.forecast();
    ObjectNode event = event(id);
    event.put("version", CachedForecasts.VERSION);
    event.put("value", forecast.demand());
    event.put("confidence", forecast.confidence());
    event.put("cached", answered.cached());
    event.put("latency_ms", answered.latencyMillis());
    event.put("segment", segment(hour));
    double deviation = forecast.deviation();
    if (Double.isFinite(deviation)) {
      event
          .putObject("interval")
          .put("lower", Math.max(0, forecast.demand() - NINETY_PERCENT * deviation))
          .put("upper", forecast.demand() + NINETY_PERCENT * deviation)
          .put("level", 0.9);
    }
    ObjectNode features = event.putObject("features");
    double[] inputs = hour.inputs();
    for (int i = 0; i < inputs.length; i++) {
      features.put(DemandHour.INPUTS.get(i), inputs[i]);
    }
    publish("inference.predictions", event);
  }

  /** The part of the traffic that an hour belongs to. */
  static String segment(DemandHour hour) {
    return hour.workingDay() == 1 ? "working day" : "day off";
  }

  /** Publishes the hour's real demand, where it was counted, for each forecast of it. */
  private void isKnown(DemandHour hour) {
    if (hour.time().toEpochSecond(ZoneOffset.UTC) / 3600 % UNCOUNTED == 0) {
      return;
    }
    for (Asker asker : askers(hour)) {
      publish("inference.outcomes", event(asker.id(hour)).put("actual", hour.demand()));
    }
  }

  private ObjectNode event(String id) {
    return json.createObjectNode()
        .put("id", id)
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

  /** Returns when every request is answered, or this thread is interrupted. */
  @Override
  public void close() {
    requests.close();
  }
}
