package io.atalaya.kubernetes;

import io.atalaya.embedded.EmbeddedKafka;
import io.atalaya.embedded.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A real broker as the example's: TLS, SCRAM-SHA-512, and an authorizer that denies what no user
 * was granted. Beside it a listener for the test alone, whose user may do everything, as Strimzi's
 * operators may.
 */
final class SecuredKafka implements AutoCloseable {

  private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule";

  private final EmbeddedKafka broker;
  private final Admin operator;
  private final Path authority;

  private SecuredKafka(EmbeddedKafka broker, Admin operator, Path authority) {
    this.broker = broker;
    this.operator = operator;
    this.authority = authority;
  }

  /** Starts it with its files below {@code directory}. */
  static SecuredKafka start(Path directory, ServerCertificate certificate) {
    int port = FreePort.find();
    int internal = FreePort.find();
    int controller = FreePort.find();
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listeners",
        "CLIENTS://localhost:%d,INTERNAL://localhost:%d,CONTROLLER://localhost:%d"
            .formatted(port, internal, controller));
    settings.put(
        "listener.security.protocol.map",
        "CLIENTS:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "INTERNAL");
    settings.put("controller.quorum.voters", "1@localhost:" + controller);
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put("listener.name.clients.scram-sha-512.sasl.jaas.config", LOGIN + " required;");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", certificate.store().toAbsolutePath().toString());
    settings.put("ssl.keystore.password", ServerCertificate.PASSWORD);
    settings.put("ssl.key.password", ServerCertificate.PASSWORD);
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    EmbeddedKafka broker = EmbeddedKafka.start(directory, port, settings);
    return new SecuredKafka(
        broker,
        Admin.create(Map.of("bootstrap.servers", "localhost:" + internal)),
        certificate.authority());
  }

  /** What Strimzi's user operator does with a KafkaUser, its quotas excepted. */
  void createUser(String name, Collection<AclBinding> acls)
      throws ExecutionException, InterruptedException {
    operator
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    name,
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                    password(name))))
        .all()
        .get();
    operator.createAcls(acls).all().get();
  }

  /** What Strimzi's topic operator does with a KafkaTopic, on as many brokers as there are here. */
  void createTopics(List<Manifest> topics) throws ExecutionException, InterruptedException {
    List<NewTopic> created = new ArrayList<>();
    for (Manifest topic : topics) {
      Map<String, String> config = new HashMap<>();
      topic.map("spec", "config").forEach((key, value) -> config.put(key, value.toString()));
      int partitions = Integer.parseInt(topic.text("spec", "partitions"));
      created.add(
          new NewTopic(topic.name(), Optional.of(partitions), Optional.of((short) 1))
              .configs(config));
    }
    operator.createTopics(created).all().get();
  }

  /** May do everything. */
  Admin operator() {
    return operator;
  }

  String servers() {
    return broker.bootstrapServers();
  }

  /** What Strimzi writes to the user's Secret as {@code sasl.jaas.config}. */
  static String login(String user) {
    return "%s required username=\"%s\" password=\"%s\";".formatted(LOGIN, user, password(user));
  }

  /** The settings of a client that is {@code user}. */
  Map<String, Object> client(String user) {
    return Map.of(
        "bootstrap.servers",
        servers(),
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        login(user),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        authority.toString());
  }

  private static String password(String user) {
    return "of-" + user;
  }

  @Override
  public void close() {
    operator.close();
    broker.close();
  }
}
