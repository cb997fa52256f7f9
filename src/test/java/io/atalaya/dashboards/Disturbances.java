package io.atalaya.dashboards;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the demonstration does not do, and dashboards show: a second version of the shop's model,
 * predictions of bikes that fail, that know nothing of the weather or take long, events that are
 * none, texts that the model could not write. Confined to one thread.
 */
final class Disturbances implements AutoCloseable {

  private static final String PREDICTIONS = "inference.predictions";

  private static final int SUMMER = 300;

  private final KafkaProducer<String, String> producer;
  private final Random chance = new Random(20261127);
  private int number;

  Disturbances(String servers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer());
  }

  /** One of each. */
  void happen() {
    number++;
    visit("visit-of-summer-" + number);
    String bikes = "disturbed-" + number;
    publish(
        PREDICTIONS,
        bikes,
        """
        {"id": "%s", "model": "bike-demand", "version": "summer-2011", "error": "timeout"}
        """);
    publish(
        PREDICTIONS,
        bikes + "-blind",
        """
        {"id": "%s", "model": "bike-demand", "version": "summer-2011", "value": 100, "confidence": 0.4, \
        "latency_ms": 700, "features": {"temperature": null}}
        """);
    publish(
        "inference.generations",
        "untold-" + number,
        """
        {"id": "%s", "model": "product-texts", "version": "templates", "error": "overloaded"}
        """);
    publish(PREDICTIONS, "none-" + number, "{\"id\": \"%s\"}");
    producer.flush();
  }

  /** A visitor of the shop, whom another version of its model judges. */
  private void visit(String id) {
    boolean buys = chance.nextInt(4) == 0;
    publish(
        PREDICTIONS,
        id,
        "{\"id\": \"%s\", \"model\": \"shop-purchase\", \"version\": \"summer\", \"segment\": \"returning\", \"value\": "
            + String.format(Locale.ROOT, "%.3f", likelihood())
            + "}");
    publish(
        "inference.outcomes",
        id,
        "{\"id\": \"%s\", \"model\": \"shop-purchase\", \"actual\": " + buys + "}");
    interact(id, "impression", 1);
    interact(id, "engagement", 1 + chance.nextInt(40));
    if (buys) {
      interact(id, "conversion", 1);
    }
  }

  /** That somebody buys; after some time the model is surer than it was: its predictions drift. */
  private double likelihood() {
    double chances = chance.nextDouble();
    return number < SUMMER ? chances : Math.sqrt(chances);
  }

  private void interact(String id, String type, int value) {
    publish(
        "inference.interactions",
        id,
        "{\"id\": \"%s\", \"model\": \"shop-purchase\", \"type\": \""
            + type
            + "\", \"value\": "
            + value
            + "}");
  }

  private void publish(String topic, String id, String event) {
    var unused = producer.send(new ProducerRecord<>(topic, id, event.formatted(id)));
  }

  @Override
  public void close() {
    producer.close();
  }
}
