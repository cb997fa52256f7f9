package io.atalaya.planted.signal;

import ai.djl.huggingface.tokenizers.Encoding;
import com.fasterxml.jackson.core.JsonFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.smallrye.config.ConfigMapping;
import io.vertx.core.http.HttpClient;
import jakarta.ws.rs.core.Response;
import org.apache.kafka.common.Uuid;
import org.eclipse.microprofile.health.HealthCheck;

abstract class UsesFrameworks {

  abstract JsonFactory json();

  abstract Uuid kafka();

  abstract MeterRegistry metrics();

  abstract RedisDataSource redis();

  abstract Response rest();

  abstract HealthCheck probe();

  abstract Encoding onnx();

  abstract HttpClient inference();

  abstract ConfigMapping configuration();
}
