package io.atalaya.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One line of a file of events: what a client sends, with times relative to a moment.
 *
 * @param topic where it goes
 * @param routing how its client divides ids among partitions
 * @param id what decides on the partition, and is the key
 * @param reason why it is no event; empty when it is one
 * @param headers names and values
 * @param fill so many letters {@code x} follow the text
 * @param text the value, with times as {@code ${FORM:OFFSET_MILLIS}}
 */
record PlannedRecord(
    String topic,
    Routing routing,
    String id,
    String reason,
    Map<String, String> headers,
    int fill,
    String text) {

  /** How a client chooses a partition. */
  enum Routing {
    /** Kafka's own hash of the key. */
    HOME,
    /** The same partition, named by a client that sends no key. */
    KEYLESS,
    /** CRC32 of the key, as clients on librdkafka do unless told otherwise. */
    CRC32
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
  private static final Pattern TIME = Pattern.compile("\\$\\{(ms|iso|zoned|local):(-?\\d+)}");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

  static List<PlannedRecord> read(String file) {
    return OracleFiles.lines(file).stream().map(PlannedRecord::parse).toList();
  }

  private static PlannedRecord parse(String line) {
    List<String> cells = OracleFiles.cells(line);
    return new PlannedRecord(
        cells.get(0),
        switch (cells.get(1)) {
          case "home" -> Routing.HOME;
          case "keyless" -> Routing.KEYLESS;
          case "crc32" -> Routing.CRC32;
          default -> throw new IllegalArgumentException("no routing: " + line);
        },
        cells.get(2),
        cells.get(3),
        cells.get(4).isEmpty() ? Map.of() : headers(cells.get(4)),
        cells.get(5).isEmpty() ? 0 : Integer.parseInt(cells.get(5)),
        cells.get(6));
  }

  private static Map<String, String> headers(String json) {
    try {
      return JSON.readValue(json, HEADERS);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no headers: " + json, e);
    }
  }

  /** The record as it is sent when {@code now} is the moment its times are relative to. */
  ProducerRecord<byte[], byte[]> at(Instant now, int partitions) {
    byte[] key = id.getBytes(UTF_8);
    RecordHeaders sent = new RecordHeaders();
    headers.forEach((name, value) -> sent.add(name, timed(value, now).getBytes(UTF_8)));
    return new ProducerRecord<>(
        topic,
        partition(key, partitions),
        routing == Routing.KEYLESS ? null : key,
        (timed(text, now) + "x".repeat(fill)).getBytes(UTF_8),
        sent);
  }

  private int partition(byte[] key, int partitions) {
    int home = BuiltInPartitioner.partitionForKey(key, partitions);
    if (routing != Routing.CRC32) {
      return home;
    }
    CRC32 crc = new CRC32();
    crc.update(key);
    int elsewhere = (int) (crc.getValue() % partitions);
    if (elsewhere == home) {
      throw new IllegalStateException(
          "%s is not misrouted among %d partitions: oracle.py has another number"
              .formatted(id, partitions));
    }
    return elsewhere;
  }

  private static String timed(String text, Instant now) {
    return TIME.matcher(text).replaceAll(time -> Matcher.quoteReplacement(written(time, now)));
  }

  private static String written(MatchResult time, Instant now) {
    Instant instant = now.plus(Duration.ofMillis(Long.parseLong(time.group(2))));
    return switch (time.group(1)) {
      case "ms" -> Long.toString(instant.toEpochMilli());
      case "iso" -> LOCAL.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
      case "zoned" -> LOCAL.format(instant.atOffset(ZoneOffset.ofHours(2))) + "+02:00";
      default -> LOCAL.format(instant.atOffset(ZoneOffset.UTC));
    };
  }
}
