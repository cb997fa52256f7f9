package io.atalaya.notebook.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atalaya.adapter.kafka.decode.EventKind;
import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import io.atalaya.demo.serve.DemandService;
import io.atalaya.demo.shop.PurchaseModel;
import io.atalaya.demo.shop.SessionStory;
import io.atalaya.demo.shop.ShopHistory;
import io.atalaya.demo.shop.ShopSession;
import io.atalaya.demo.shop.Told;
import io.atalaya.demo.train.TrainDemandModel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The demonstration's months in recorded time: the bikes' model forecasts each hour as it begins,
 * and the demand is known a day later; the shop's sessions, of which the data has no times, are
 * spread evenly over the same months, in their order, as in the demonstration.
 *
 * <p>Nothing is drawn by chance. What is measured is the time that the model takes.
 */
final class DemonstrationEvents {

  private static final LocalDate END = LocalDate.of(2012, 4, 1);
  private static final Duration LABEL_DELAY = Duration.ofHours(24);

  /** So many standard deviations to either side of the mean hold 90 % of a normal distribution. */
  private static final double NINETY_PERCENT = 1.6449;

  /** Of so many hours one is never counted, as in the demonstration. */
  private static final int UNCOUNTED = 50;

  private static final int WARM_UP = 2_000;
  private static final double NANOS = 1e6;

  /** What the back-test's configuration tells apart: attribution within an hour, grace 5 min. */
  private static final SessionStory.Delays DELAYS =
      new SessionStory.Delays(Duration.ofMinutes(20), Duration.ofHours(2), Duration.ofHours(3));

  private final EventCsv csv = new EventCsv();
  private final ObjectMapper json = new ObjectMapper();

  private DemonstrationEvents() {}

  /** All of them. */
  static EventCsv all() {
    DemonstrationEvents events = new DemonstrationEvents();
    events.addBikes();
    events.addShop();
    return events.csv;
  }

  private void addBikes() {
    DemandHistory history = DemandHistory.load();
    List<DemandHour> hours = history.between(TrainDemandModel.DEPLOYED, END).hours();
    try (DemandModel model = DemandModel.load()) {
      // The first answers of a process are slow, and not the model's fault.
      history.hours().stream().limit(WARM_UP).forEach(hour -> model.forecast(hour.inputs()));
      for (DemandHour hour : hours) {
        addForecast(hour, model);
        addDemand(hour);
      }
    }
  }

  private void addForecast(DemandHour hour, DemandModel model) {
    double[] inputs = hour.inputs();
    long started = System.nanoTime();
    Forecast forecast = model.forecast(inputs);
    double tookMillis = (System.nanoTime() - started) / NANOS;
    ObjectNode event =
        event(hour, Duration.ZERO)
            .put("version", "2011-08")
            .put("value", forecast.demand())
            .put("confidence", forecast.confidence())
            .put("latency_ms", tookMillis)
            .put("segment", hour.workingDay() == 1 ? "working day" : "day off");
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
    csv.add(EventKind.PREDICTION, null, event.toString());
  }

  private void addDemand(DemandHour hour) {
    if (hour.time().toEpochSecond(ZoneOffset.UTC) / 3600 % UNCOUNTED != 0) {
      csv.add(
          EventKind.OUTCOME,
          null,
          event(hour, LABEL_DELAY).put("actual", hour.demand()).toString());
    }
  }

  private ObjectNode event(DemandHour hour, Duration after) {
    return json.createObjectNode()
        .put("id", hour.time().toString())
        .put("model", DemandService.MODEL)
        .put("time", hour.time().toInstant(ZoneOffset.UTC).plus(after).toString());
  }

  private void addShop() {
    ShopHistory history = ShopHistory.load();
    SessionStory story =
        new SessionStory(PurchaseModel.train(history.training().sessions()), "spring", DELAYS);
    List<ShopSession> sessions = history.served().sessions();
    Instant start = TrainDemandModel.DEPLOYED.atStartOfDay().toInstant(ZoneOffset.UTC);
    Duration length = Duration.between(start, END.atStartOfDay().toInstant(ZoneOffset.UTC));
    for (int i = 0; i < sessions.size(); i++) {
      Instant begins = start.plus(length.multipliedBy(i).dividedBy(sessions.size()));
      for (Told told : story.of(sessions.get(i), begins)) {
        csv.add(
            EventKind.ofTopic(told.topic()).orElseThrow(),
            begins.plus(told.after()).toEpochMilli(),
            told.json());
      }
    }
  }
}
