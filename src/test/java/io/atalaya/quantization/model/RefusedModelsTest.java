package io.atalaya.quantization.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.atalaya.quantization.TestGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and with which words; what was there before is still there. */
class RefusedModelsTest {

  @TempDir Path directory = Path.of("");

  @Test
  void aFileThatIsCutOffAnywhere() {
    byte[] bytes = model().bytes();
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] part = Arrays.copyOf(bytes, length);
      says("model.onnx", () -> ModelCheck.check(OnnxModel.parse(part, "model.onnx")));
    }
  }

  @Test
  void aFileThatIsNoModel() throws IOException {
    Path text = Files.writeString(directory.resolve("text.onnx"), "This is no model.", UTF_8);
    says("no ONNX model", () -> OnnxModel.load(text));
    Path empty = Files.createFile(directory.resolve("empty.onnx"));
    says("no graph", () -> OnnxModel.load(empty));
    says("cannot be read", () -> OnnxModel.load(directory.resolve("missing.onnx")));
  }

  @Test
  void weightsThatAreNaN() {
    OnnxModel model =
        new TestGraph(13, -1, 2)
            .constant(Tensors.floats("w", new float[] {1, Float.NaN}, 2, 1))
            .node("MatMul", "y", List.of("x", "w"))
            .returning("y");
    says("w is NaN at 1 of 2 elements", () -> ModelCheck.check(model));
  }

  @Test
  void weightsThatDoNotFillTheirShape() {
    TensorProto half = Tensors.floats("w", new float[] {1, 2}, 2).toBuilder().addDims(2).build();
    OnnxModel model =
        new TestGraph(13, -1, 2)
            .constant(half)
            .node("MatMul", "y", List.of("x", "w"))
            .returning("y");
    says("w has 2 elements: its shape [2, 2] needs 4", () -> ModelCheck.check(model));
  }

  @Test
  void treeEnsembles() {
    OnnxModel model =
        new TestGraph(13, -1, 2)
            .foreign("ai.onnx.ml", "TreeEnsembleRegressor", "y", List.of("x"))
            .returning("y");
    says("node y (TreeEnsembleRegressor)", () -> ModelCheck.check(model));
  }

  @Test
  void graphsWithinNodes() {
    AttributeProto branch =
        AttributeProto.newBuilder()
            .setName("then_branch")
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(GraphProto.getDefaultInstance())
            .build();
    OnnxModel model = new TestGraph(13, -1, 2).node("If", "y", List.of("x"), branch).returning("y");
    says(
        "node y (If) cannot be quantized: it has a graph within, then_branch",
        () -> ModelCheck.check(model));
  }

  @Test
  void functions() {
    ModelProto.Builder proto = model().proto().toBuilder();
    proto.addFunctionsBuilder().setName("f");
    says("function f", () -> ModelCheck.check(new OnnxModel(proto.build())));
  }

  @Test
  void externalDataAreReadFromTheModelsDirectoryAlone() throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    raw.putFloat(7).putFloat(1).putFloat(2).putFloat(3);
    Files.write(directory.resolve("weights.bin"), raw.array());
    assertArrayEquals(
        new float[] {1, 2},
        new Tensors(load(external("weights.bin", "4", "8")).proto().getGraph().getInitializer(0))
            .floats());
    says("not to be found at '../weights.bin'", () -> load(external("../weights.bin", "4", "8")));
    says("not to be found at 'absent.bin'", () -> load(external("absent.bin", "4", "8")));
    says("should have 8 bytes at 12", () -> load(external("weights.bin", "12", "8")));
    says("offset 'four'", () -> load(external("weights.bin", "four", "8")));
  }

  @Test
  void externalDataBeyondWhatAFileHolds() {
    ModelProto.Builder huge = external("weights.bin", "0", "8").proto().toBuilder();
    huge.getGraphBuilder().getInitializerBuilder(0).setDims(0, 1L << 30);
    says("at most 2 GB", () -> load(new OnnxModel(huge.build())));
  }

  @Test
  void aFailureToWriteLeavesWhatWasThere() throws IOException {
    Path file = directory.resolve("model.onnx");
    Files.writeString(file, "before", UTF_8);
    Path blocked = Files.createDirectory(directory.resolve("taken.onnx"));
    Files.createFile(blocked.resolve("inside"));
    says("taken.onnx cannot be written", () -> model().save(blocked));
    says("no directory", () -> model().save(directory.resolve("absent").resolve("m.onnx")));
    model().save(file);
    assertEquals(model(), OnnxModel.load(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count(), "no part of a file is left");
    }
  }

  private OnnxModel load(OnnxModel model) throws IOException {
    Path file = directory.resolve("external.onnx");
    Files.write(file, model.bytes());
    return OnnxModel.load(file);
  }

  private static OnnxModel external(String location, String offset, String length) {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(Tensors.FLOAT)
            .addDims(2)
            .addDims(1)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    weights.addExternalDataBuilder().setKey("location").setValue(location);
    weights.addExternalDataBuilder().setKey("offset").setValue(offset);
    weights.addExternalDataBuilder().setKey("length").setValue(length);
    return new TestGraph(13, -1, 2)
        .constant(weights.build())
        .node("MatMul", "y", List.of("x", "w"))
        .returning("y");
  }

  private static OnnxModel model() {
    return new TestGraph(13, -1, 4)
        .weights("w", 4, 3)
        .node("MatMul", "y", List.of("x", "w"))
        .returning("y");
  }

  private static void says(String words, Executable refused) {
    String message = String.valueOf(assertThrows(ModelException.class, refused).getMessage());
    assertTrue(message.contains(words), message);
  }
}
