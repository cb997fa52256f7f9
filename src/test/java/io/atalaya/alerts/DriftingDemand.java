package io.atalaya.alerts;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A model of the demand for bikes by temperature, a straight line fitted in spring, and the world
 * that it predicts: demand rises with temperature up to 25 degrees, and falls in the heat. In
 * summer temperatures are others, and the line is wrong.
 */
final class DriftingDemand implements AutoCloseable {

  private static final double SLOPE = 10;
  private static final double BASE = 50;
  private static final double COMFORT = 25;
  private static final double FALL = 20;

  private final KafkaProducer<String, String> producer;
  private final Random weather = new Random(20261127);
  private int predictions;

  DriftingDemand(String servers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer());
  }

  /** Temperatures of a spring, as a reference file. */
  String reference() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> String.format(Locale.ROOT, "%.3f", temperature(15)))
        .collect(Collectors.joining("\n", "temperature\n", "\n"));
  }

  /**
   * Predicts and learns the truth {@code times} times.
   *
   * @param mean temperature
   */
  void predict(int times, double mean) {
    for (int i = 0; i < times; i++) {
      String id = "p" + predictions++;
      double temperature = temperature(mean);
      double demand =
          BASE
              + SLOPE * Math.min(temperature, COMFORT)
              - FALL * Math.max(0, temperature - COMFORT)
              + weather.nextGaussian();
      publish(
          "inference.predictions",
          id,
          """
          {"id": "%s", "model": "bike-demand", "version": "v1", "value": %.3f, "latency_ms": 12, \
          "confidence": 0.9, "features": {"temperature": %.3f}}
          """,
          BASE + SLOPE * temperature,
          temperature);
      publish(
          "inference.outcomes",
          id,
          """
          {"id": "%s", "model": "bike-demand", "actual": %.3f}
          """,
          Math.max(1, demand),
          0);
    }
    producer.flush();
  }

  private void publish(String topic, String id, String event, double value, double other) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, id, String.format(Locale.ROOT, event, id, value, other)));
  }

  private double temperature(double mean) {
    return mean + 3 * weather.nextGaussian();
  }

  @Override
  public void close() {
    producer.close();
  }
}
