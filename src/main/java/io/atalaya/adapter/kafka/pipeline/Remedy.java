package io.atalaya.adapter.kafka.pipeline;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What people can do about a failure of a Kafka client, by its kind. Stateless. */
final class Remedy {

  private Remedy() {}

  /**
   * The failure's own words and what to do, on one line.
   *
   * @param servers the brokers' addresses
   * @param failure may be wrapped
   */
  static String explained(String servers, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String remedy =
          switch (cause) {
            case SslAuthenticationException ignored ->
                "kafka.ssl: %s and this client do not trust each other (%s): set"
                    + " KAFKA_SSL_TRUSTSTORE_LOCATION to the authority that certified the brokers,"
                    + " and, where they ask for a certificate, KAFKA_SSL_KEYSTORE_LOCATION to one"
                    + " that they trust";
            case UnsupportedSaslMechanismException ignored ->
                "kafka.sasl.mechanism: %s (%s): set KAFKA_SASL_MECHANISM to a mechanism that the"
                    + " brokers have";
            case SaslAuthenticationException ignored ->
                "kafka.sasl.jaas.config: %s let this user not in (%s): set KAFKA_SASL_JAAS_CONFIG"
                    + " to a user and a password that the brokers know";
            case AuthorizationException ignored ->
                "kafka: %s refused this user a right (%s): give it the rights in"
                    + " kafka/grant-acls.sh";
            default -> "";
          };
      if (!remedy.isEmpty()) {
        return remedy.formatted(servers, innermost(cause));
      }
    }
    return "kafka.bootstrap.servers: %s did not answer (%s): start the broker, or set KAFKA_BOOTSTRAP_SERVERS to where it is; to brokers that demand TLS or a password, KAFKA_SECURITY_PROTOCOL must say so"
        .formatted(servers, innermost(failure));
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
