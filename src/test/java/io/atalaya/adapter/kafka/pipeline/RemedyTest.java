package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;

class RemedyTest {

  @Test
  void anUntrustedCertificateIsToldInTheWordsOfTheHandshake() {
    assertNames(
        new SslAuthenticationException("failed", new SSLHandshakeException("no valid path")),
        "no valid path",
        "KAFKA_SSL_TRUSTSTORE_LOCATION");
  }

  @Test
  void eachKindOfRefusalHasItsSetting() {
    assertNames(new SaslAuthenticationException("wrong password"), "KAFKA_SASL_JAAS_CONFIG");
    assertNames(new UnsupportedSaslMechanismException("PLAIN not enabled"), "KAFKA_SASL_MECHANISM");
    assertNames(new ClusterAuthorizationException("denied"), "kafka/grant-acls.sh");
  }

  @Test
  void silenceMayBeAnotherProtocol() {
    assertNames(
        new TimeoutException("timed out"), "KAFKA_BOOTSTRAP_SERVERS", "KAFKA_SECURITY_PROTOCOL");
  }

  @Test
  void aFailureWithoutWordsIsNamed() {
    assertNames(
        new java.util.concurrent.TimeoutException(), "java.util.concurrent.TimeoutException");
  }

  private static void assertNames(Exception failure, String... names) {
    String said = Remedy.explained("broker:9092", new ExecutionException(failure));
    assertTrue(said.contains("broker:9092"), said);
    for (String name : names) {
      assertTrue(said.contains(name), said);
    }
  }
}
