package io.atalaya.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.monitoring.v1.Alertmanager;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a manifest by itself: a kind that nobody knows, a field that its kind does not
 * have, a value of another type.
 *
 * <p>Kubernetes', the Prometheus operator's, OpenShift's and Strimzi's kinds are read into the Java
 * types of their clients; KEDA and KServe have none, and are held to the JSON schemas beside this
 * class, which say what the documentation of KEDA 2.18 and the sources of KServe 0.20 say.
 */
final class Validation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMAS = Path.of("src/test/resources/io/atalaya/kubernetes");

  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Namespace", Namespace.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("monitoring.coreos.com/v1 Alertmanager", Alertmanager.class),
          Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
          Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
          Map.entry("route.openshift.io/v1 Route", Route.class),
          Map.entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
          Map.entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
          Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
          Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class));

  private static final Set<String> WITH_SCHEMA =
      Set.of(
          "keda.sh/v1alpha1 ScaledObject",
          "keda.sh/v1alpha1 TriggerAuthentication",
          "serving.kserve.io/v1alpha1 ServingRuntime",
          "serving.kserve.io/v1beta1 InferenceService");

  private static final Set<String> OF_PODS =
      Set.of("containers", "volumes", "tolerations", "nodeSelector", "affinity");

  private Validation() {}

  /** The kinds that are held to a schema of ours. */
  static Set<String> withSchema() {
    return WITH_SCHEMA;
  }

  /** What is wrong; empty when nothing is. */
  static List<String> problems(Manifest manifest) {
    Class<?> type = TYPES.get(manifest.type());
    if (type != null) {
      return problems(manifest.content(), type);
    }
    if (!WITH_SCHEMA.contains(manifest.type())) {
      return List.of(manifest.type() + " is no kind that is known");
    }
    List<String> problems = new ArrayList<>(schemaProblems(manifest));
    // What these kinds have of Kubernetes' own.
    problems.addAll(problems(ofPods(manifest.map("spec")), PodSpec.class));
    problems.addAll(problems(ofPods(manifest.map("spec", "predictor")), PodSpec.class));
    problems.addAll(
        problems(
            manifest.map("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior"),
            HorizontalPodAutoscalerBehavior.class));
    return problems;
  }

  /**
   * Reads {@code content} as a {@code type}: a wrong type of value is told, and any unknown field.
   */
  static List<String> problems(Map<String, Object> content, Class<?> type) {
    try {
      Object read = JSON.convertValue(content, type);
      return UnknownFields.of(read).stream().map(field -> "no field " + field).toList();
    } catch (IllegalArgumentException mismatch) {
      return List.of(String.valueOf(mismatch.getMessage()));
    }
  }

  private static Map<String, Object> ofPods(Map<String, Object> spec) {
    Map<String, Object> pod = new HashMap<>(spec);
    pod.keySet().retainAll(OF_PODS);
    return pod;
  }

  private static List<String> schemaProblems(Manifest manifest) {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(SCHEMAS.resolve(manifest.kind() + ".schema.json")))
          .validate(JSON.writeValueAsString(manifest.content()), InputFormat.JSON)
          .stream()
          .map(Object::toString)
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
