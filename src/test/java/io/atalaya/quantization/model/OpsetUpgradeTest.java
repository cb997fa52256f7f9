package io.atalaya.quantization.model;

import static io.atalaya.quantization.TestGraph.normal;
import static io.atalaya.quantization.TestGraph.number;
import static io.atalaya.quantization.TestGraph.whole;
import static io.atalaya.quantization.TestGraph.wholes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.atalaya.quantization.TestGraph;
import io.atalaya.quantization.inference.ModelSession;
import io.atalaya.quantization.inference.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime gives the same answers, to the last bit, before and after. */
class OpsetUpgradeTest {

  private static final long[] SHAPE = {2, 3, 4};

  @SuppressWarnings("ArrayRecordComponent") // cases are run, never compared
  private record Case(String operator, int opset, AttributeProto... attributes) {
    OnnxModel model() {
      return new TestGraph(opset, SHAPE)
          .node(operator, "y", List.of("x"), attributes)
          .returning("y");
    }

    @Override
    public String toString() {
      return operator + " of " + opset;
    }
  }

  static Stream<Case> operators() {
    return Stream.of(
        new Case("Unsqueeze", 11, wholes("axes", 1L)),
        new Case("ReduceSum", 11, wholes("axes", 1L), whole("keepdims", 0)),
        new Case("ReduceSum", 11),
        new Case("Split", 11, whole("axis", 2), wholes("split", 4L)),
        new Case("Clip", 7, number("min", -0.5f), number("max", 0.5f)),
        new Case("Clip", 9, number("max", 0.5f)),
        new Case("Pad", 9, wholes("pads", 0L, 1L, 0L, 0L, 0L, 2L), number("value", 3)),
        new Case("Slice", 9, wholes("starts", 1L), wholes("ends", 3L), wholes("axes", 2L)),
        new Case("Slice", 9, wholes("starts", 1L), wholes("ends", 2L)),
        new Case("Dropout", 10, number("ratio", 0.3f)),
        new Case("Softmax", 11),
        new Case("Softmax", 11, whole("axis", 0)),
        new Case("Softmax", 11, whole("axis", 2)),
        new Case("Softmax", 11, whole("axis", -1)),
        new Case("LogSoftmax", 11, whole("axis", 1)));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void answersStayTheSame(Case each) {
    OnnxModel upgraded = OpsetUpgrade.upgrade(each.model());
    assertEquals(OpsetUpgrade.TARGET, upgraded.opset());
    assertArrayEquals(answer(each.model()), answer(upgraded));
  }

  @Test
  void whatIsNewEnoughStaysAsItIs() {
    OnnxModel model = new Case("Softmax", 13).model();
    assertSame(model, OpsetUpgrade.upgrade(model));
  }

  @Test
  void whatComputedOtherwiseIsRefusedByName() {
    OnnxModel model =
        new TestGraph(9, 1, 1, 2, 2)
            .constant(Tensors.floats("s", new float[] {1, 1, 2, 2}, 4))
            .node("Upsample", "y", List.of("x", "s"))
            .returning("y");
    ModelException refused = assertThrows(ModelException.class, () -> OpsetUpgrade.upgrade(model));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("node y (Upsample) of version 9"),
        refused.getMessage());
  }

  @Test
  void whatIsTooOldIsRefused() {
    ModelException refused =
        assertThrows(ModelException.class, () -> OpsetUpgrade.upgrade(new Case("Relu", 6).model()));
    assertTrue(String.valueOf(refused.getMessage()).contains("7 or newer"), refused.getMessage());
  }

  private static float[] answer(OnnxModel model) {
    try (ModelSession session = ModelSession.open(model, 1)) {
      Map<String, Tensor> answers = session.run(Map.of("x", normal(9, SHAPE)));
      return ((Tensor.Floats) answers.values().iterator().next()).values();
    }
  }
}
