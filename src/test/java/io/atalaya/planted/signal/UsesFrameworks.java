package io.atalaya.planted.signal;

import ai.djl.huggingface.tokenizers.Encoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.redis.datasource.RedisDataSource;
import io.smallrye.config.ConfigMapping;
import io.smallrye.faulttolerance.api.Guard;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.web.Router;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import org.apache.kafka.common.Uuid;
import org.eclipse.microprofile.health.HealthCheck;
import picocli.CommandLine;

abstract class UsesFrameworks {

  abstract JsonFactory json();

  abstract Uuid kafka();

  abstract MeterRegistry metrics();

  abstract Cache<String, String> memory();

  abstract RedisDataSource redis();

  abstract Connection postgres();

  abstract Response rest();

  abstract HealthCheck probe();

  abstract Encoding onnx();

  abstract HttpClient http();

  abstract Router inference();

  abstract TenantIdentityProvider oidc();

  abstract Guard guard();

  abstract Mail report();

  abstract CommandLine terminal();

  abstract ConfigMapping configuration();
}
