package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The validation finds what it is there for: each mistake is planted into a manifest that is right.
 */
class PlantedMistakesTest {

  @ParameterizedTest(name = "{1} {2}: {3} -> {4}")
  @CsvSource({
    "k8s/base, Deployment, atalaya, readinessProbe, readynessProbe",
    "k8s/base, Deployment, atalaya, 'maxSurge: 1', 'maxSurge: [1]'",
    "k8s/base, Deployment, atalaya, topologySpreadConstraints, topologySpreadConstraint",
    "k8s/base, Deployment, atalaya, whenUnsatisfiable, whenUnsatisfied",
    "k8s/base, Deployment, atalaya, fieldPath, fieldpath",
    "k8s/base, Service, atalaya, targetPort, targetport",
    "k8s/base, Service, atalaya-management, publishNotReadyAddresses, publishNotReady",
    "k8s/base, NetworkPolicy, atalaya, namespaceSelector, namespaceSelectors",
    "k8s/base, PodDisruptionBudget, atalaya, maxUnavailable, maxUnavailabe",
    "k8s/base, ServiceAccount, atalaya, automountServiceAccountToken, automountToken",
    "k8s/components/prometheus, ServiceMonitor, atalaya, scrapeTimeout, scrape_timeout",
    "k8s/components/prometheus, PodMonitor, vllm, podMetricsEndpoints, endpoints",
    "k8s/components/strimzi, KafkaUser, atalaya, operations, operation_",
    "k8s/components/strimzi, KafkaUser, atalaya, patternType, pattern",
    "k8s/components/strimzi, KafkaTopic, monitoring.state, partitions, partition",
    "k8s/components/strimzi, KafkaTopic, monitoring.state, 'partitions: 6', 'partitions: six'",
    "k8s/overlays/openshift, Route, atalaya, insecureEdgeTerminationPolicy, insecurePolicy",
    "k8s/examples/kafka, Kafka, kafka, metadataVersion, metadataversion",
    "k8s/examples/kafka, KafkaNodePool, broker, deleteClaim, deleteclaim",
    "k8s/examples/openvino, HorizontalPodAutoscaler, bike-demand, averageUtilization, utilization",
    "k8s/examples/openvino, HorizontalPodAutoscaler, bike-demand, selectPolicy, selectpolicy",
    "k8s/examples/openvino, InferenceService, bike-demand, storageUri, storageURI",
    "k8s/examples/openvino, InferenceService, bike-demand, protocolVersion: v2, protocolVersion:"
        + " v3",
    "k8s/examples/openvino, ServingRuntime, openvino, autoSelect, autoselect",
    "k8s/examples/openvino, ServingRuntime, openvino, failureThreshold, failures",
    "k8s/examples/granite, ServingRuntime, vllm, sizeLimit, size",
    "k8s/examples/granite, InferenceService, granite, effect: NoSchedule, efect: NoSchedule",
    "k8s/examples/granite, ScaledObject, granite, ignoreNullValues, ignoreNulls",
    "k8s/examples/granite, ScaledObject, granite, currentReplicasIfHigher, currentReplicas_",
    "k8s/examples/granite, ScaledObject, granite, stabilizationWindowSeconds, stabilisationSeconds",
    "k8s/components/autoscaling, ScaledObject, atalaya, lagThreshold, lag",
    "k8s/components/autoscaling, ScaledObject, atalaya, maxReplicaCount: 6, maxReplicaCount: six",
    "k8s/components/autoscaling, ScaledObject, atalaya, scram_sha512, SCRAM-SHA-512",
    "k8s/components/autoscaling, TriggerAuthentication, atalaya-scaler, parameter, param",
  })
  void aMistakeIsFound(Path directory, String kind, String name, String right, String wrong) {
    Manifest manifest =
        Kustomize.render(directory).stream()
            .filter(candidate -> candidate.is(kind, name))
            .findFirst()
            .orElseThrow();
    Yaml yaml = new Yaml();
    String text = yaml.dumpAsMap(manifest.content());
    // Flow style or not, what is dumped has each field and value in this form.
    String planted = text.replace(right, wrong);

    assertEquals(List.of(), Validation.problems(manifest), manifest::toString);
    assertFalse(planted.equals(text), () -> right + " is not in " + text);
    assertFalse(
        Validation.problems(Manifest.of(yaml.load(planted))).isEmpty(),
        () -> "nothing was found in " + planted);
  }

  @Test
  void anUnknownKindIsNamed() {
    Manifest unknown =
        Manifest.of(
            new Yaml().load("{apiVersion: apps/v1, kind: Deploiment, metadata: {name: a}}"));

    assertEquals(
        List.of("apps/v1 Deploiment is no kind that is known"), Validation.problems(unknown));
  }
}
