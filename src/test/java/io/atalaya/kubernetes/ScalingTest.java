package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.adapter.kafka.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many there are, of what, and who decides. */
class ScalingTest {

  private static final Path AUTOSCALING = Path.of("k8s/components/autoscaling");

  /** More instances than partitions find nothing to read. */
  @Test
  void thereAreNeverMoreInstancesThanPartitions() {
    Manifest scaling = Kustomize.find(AUTOSCALING, "ScaledObject", "atalaya");
    int most = Integer.parseInt(scaling.text("spec", "maxReplicaCount"));

    assertTrue(
        most <= Topics.DEFAULT_INDEXES && most <= Topics.DEFAULT_MODEL_PARTITIONS,
        () -> most + " instances");
    assertTrue(Integer.parseInt(scaling.text("spec", "minReplicaCount")) >= 1);
    assertEquals(
        "atalaya",
        Manifest.at(scaling.list("spec", "triggers").getFirst(), "metadata", "consumerGroup"));
    for (String overlay : List.of("prod", "openshift")) {
      // Whoever applies it again must not set the number back.
      assertEquals(
          "null",
          Kustomize.find(Path.of("k8s/overlays", overlay), "Deployment", "atalaya")
              .text("spec", "replicas"));
    }
  }

  /** A figure that is missing is not zero. */
  @Test
  void scalingByFiguresFallsBackWithoutThem() {
    Manifest granite = Kustomize.find(Path.of("k8s/examples/granite"), "ScaledObject", "granite");

    assertEquals(3, granite.at("spec", "maxReplicaCount"));
    assertEquals(
        List.of("waiting", "gpu"),
        granite.list("spec", "triggers").stream().map(trigger -> trigger.get("name")).toList());
    for (Map<String, Object> trigger : granite.list("spec", "triggers")) {
      assertEquals("false", Manifest.at(trigger, "metadata", "ignoreNullValues"));
    }
    assertEquals("currentReplicasIfHigher", granite.at("spec", "fallback", "behavior"));
  }

  /** KServe makes a Deployment of the name of the service and "-predictor", for its own runtime. */
  @ParameterizedTest
  @CsvSource({
    "k8s/examples/openvino, bike-demand, HorizontalPodAutoscaler, minReplicas, maxReplicas",
    "k8s/examples/granite, granite, ScaledObject, minReplicaCount, maxReplicaCount",
  })
  void aModelIsScaledByTheOneThatItsServiceLeavesItTo(
      Path directory, String model, String scaler, String least, String most) {
    Manifest service = Kustomize.find(directory, "InferenceService", model);
    Manifest scaling = Kustomize.find(directory, scaler, model);

    assertEquals(
        "external", service.at("metadata", "annotations", "serving.kserve.io/autoscalerClass"));
    assertEquals(model + "-predictor", scaling.at("spec", "scaleTargetRef", "name"));
    assertEquals(service.at("spec", "predictor", "minReplicas"), scaling.at("spec", least));
    assertEquals(service.at("spec", "predictor", "maxReplicas"), scaling.at("spec", most));
    String runtime = service.text("spec", "predictor", "model", "runtime");
    assertEquals(
        service.at("spec", "predictor", "model", "modelFormat", "name"),
        Kustomize.find(directory, "ServingRuntime", runtime)
            .list("spec", "supportedModelFormats")
            .getLast()
            .get("name"));
  }

  @Test
  void thePredictiveModelGrowsInAMinuteAndShrinksInFive() {
    Manifest scaling =
        Kustomize.find(Path.of("k8s/examples/openvino"), "HorizontalPodAutoscaler", "bike-demand");
    List<Map<String, Object>> metrics = scaling.list("spec", "metrics");

    assertEquals(70, Manifest.at(metrics.get(0), "resource", "target", "averageUtilization"));
    assertEquals(80, Manifest.at(metrics.get(1), "resource", "target", "averageUtilization"));
    assertEquals("ovms_requests_per_second", Manifest.at(metrics.get(2), "pods", "metric", "name"));
    assertEquals(60, scaling.at("spec", "behavior", "scaleUp", "stabilizationWindowSeconds"));
    assertEquals(300, scaling.at("spec", "behavior", "scaleDown", "stabilizationWindowSeconds"));
  }
}
