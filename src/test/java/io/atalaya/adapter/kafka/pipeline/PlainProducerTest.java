package io.atalaya.adapter.kafka.pipeline;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.FreePort;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer whose broker is not there. */
@Timeout(60)
class PlainProducerTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  private final PlainProducer producer =
      new PlainProducer(Map.of(), "localhost:" + FreePort.find());

  @AfterEach
  void stop() {
    producer.stop(new ShutdownEvent());
  }

  @Test
  void nobodyWaitsForTheWaitingOfOthers() throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<RecordMetadata>> sent =
        Stream.generate(() -> producer.send(record())).limit(4).toList();
    assertTrue(since(start).compareTo(AT_ONCE) < 0, "the caller waited for " + since(start));

    for (CompletableFuture<RecordMetadata> each : sent) {
      assertInstanceOf(TimeoutException.class, failure(each));
    }
    assertTrue(
        since(start).compareTo(PlainProducer.TIMEOUT.multipliedBy(2)) < 0,
        "one after the other: " + since(start));
  }

  @Test
  void theCallersClassLoaderDoesNotMatter() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertInstanceOf(TimeoutException.class, failure(producer.send(record())));
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  @Test
  void afterTheEndWhoeverSendsIsToldSo() throws Exception {
    CompletableFuture<RecordMetadata> before = producer.send(record());
    Thread.sleep(AT_ONCE);
    producer.stop(new ShutdownEvent());
    var unused = failure(before);

    long start = System.nanoTime();
    unused = failure(producer.send(record()));
    assertTrue(since(start).compareTo(AT_ONCE) < 0, "told after " + since(start));
  }

  private static Throwable failure(CompletableFuture<RecordMetadata> sent) {
    return requireNonNull(
        assertThrows(ExecutionException.class, () -> sent.get(40, TimeUnit.SECONDS)).getCause());
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>("a-topic", new byte[] {1});
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
