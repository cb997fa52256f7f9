package io.atalaya.secured;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker with an authorizer that lets clients in by password or by certificate, in TLS alone.
 * Whoever comes by the third, plain listener is the test, and may do everything.
 */
public final class SecuredBroker implements AutoCloseable {

  private final EmbeddedKafka kafka;
  private final Admin admin;
  private final int passwordPort;
  private final int certificatePort;

  private SecuredBroker(EmbeddedKafka kafka, int passwordPort, int certificatePort) {
    this.kafka = kafka;
    this.passwordPort = passwordPort;
    this.certificatePort = certificatePort;
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  /** Starts one that shows {@code identity} and believes the clients of {@code authority}. */
  public static SecuredBroker start(
      Path directory, Authority authority, Authority.Identity identity) throws Exception {
    int port = FreePort.find();
    int controller = FreePort.find();
    int password = FreePort.find();
    int certificate = FreePort.find();
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listeners",
        "BROKER://localhost:%d,CONTROLLER://localhost:%d,PASSWORD://localhost:%d,CERTIFICATE://localhost:%d"
            .formatted(port, controller, password, certificate));
    settings.put(
        "listener.security.protocol.map",
        "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,PASSWORD:SASL_SSL,CERTIFICATE:SSL");
    settings.put("controller.quorum.voters", "1@localhost:" + controller);
    settings.put("listener.name.password.sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.password.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("listener.name.certificate.ssl.client.auth", "required");
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", identity.both().toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", authority.certificate().toString());
    settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
    settings.put("authorizer.class.name", RecordingAuthorizer.class.getName());
    settings.put("super.users", "User:ANONYMOUS");
    return new SecuredBroker(EmbeddedKafka.start(directory, port, settings), password, certificate);
  }

  /** Makes topics. */
  public void createTopics(List<TopicDefinition> topics) throws Exception {
    admin.createTopics(topics.stream().map(TopicDefinition::newTopic).toList()).all().get();
  }

  /** Makes a user, or gives one another password. */
  public void user(String name, String password) throws Exception {
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
        .all()
        .get();
  }

  /** Gives rights. */
  public void grant(Collection<AclBinding> rights) throws Exception {
    admin.createAcls(rights).all().get();
  }

  /** What a client sets as {@code sasl.jaas.config} to come by password. */
  public static String login(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  /** Publishes a value as it is, without a key. */
  void publish(String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  /** Of the test, who may do everything. */
  public Admin admin() {
    return admin;
  }

  /** Where clients come by password. */
  public String byPassword() {
    return "localhost:" + passwordPort;
  }

  /** Where clients come by certificate. */
  String byCertificate() {
    return "localhost:" + certificatePort;
  }

  @Override
  public void close() {
    admin.close();
    kafka.close();
  }
}
