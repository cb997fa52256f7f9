package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Weights in files beside the model's.
 *
 * <p>They are read into the model, which has 2 GB at most with them. A file outside of the model's
 * directory is not read.
 *
 * @param file the model's, for messages
 * @param directory where it is
 */
record ExternalData(Path file, Path directory) {

  private static final int LIMIT = Integer.MAX_VALUE;

  OnnxModel readInto(OnnxModel model) throws IOException {
    GraphProto graph = model.proto().getGraph();
    if (graph.getInitializerList().stream().noneMatch(ExternalData::isExternal)) {
      return model;
    }
    long bytes = model.size();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (isExternal(tensor)) {
        bytes += new Tensors(tensor).elements() * Tensors.bytesOf(tensor.getDataType());
      }
    }
    if (bytes > LIMIT) {
      throw new ModelException(
          "%s has %,d bytes with its external data: at most 2 GB can be quantized"
              .formatted(file, bytes));
    }
    ModelProto.Builder inlined = model.proto().toBuilder();
    for (TensorProto.Builder tensor : inlined.getGraphBuilder().getInitializerBuilderList()) {
      if (isExternal(tensor.build())) {
        tensor.setRawData(read(tensor.build()));
        tensor.clearExternalData().clearDataLocation();
      }
    }
    return new OnnxModel(inlined.build());
  }

  private static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private ByteString read(TensorProto tensor) throws IOException {
    Map<String, String> entries =
        tensor.getExternalDataList().stream()
            .collect(
                Collectors.toMap(
                    StringStringEntryProto::getKey,
                    StringStringEntryProto::getValue,
                    (first, second) -> second));
    String location = entries.getOrDefault("location", "");
    Path data = directory.resolve(location).normalize();
    if (location.isEmpty() || !data.startsWith(directory.normalize()) || !Files.isReadable(data)) {
      throw new ModelException(
          "%s: the weights of %s are not to be found at '%s': a file in %s is needed"
              .formatted(file, tensor.getName(), location, directory));
    }
    try (FileChannel channel = FileChannel.open(data)) {
      long offset = number(tensor, entries, "offset", 0);
      long expected = new Tensors(tensor).elements() * Tensors.bytesOf(tensor.getDataType());
      long length = number(tensor, entries, "length", expected);
      if (length != expected || offset < 0 || offset > channel.size() - length) {
        throw new ModelException(
            "%s: %s should have %,d bytes at %,d of %s, which has %,d"
                .formatted(file, tensor.getName(), expected, offset, data, channel.size()));
      }
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // Read on.
      }
      return ByteString.copyFrom(bytes.flip());
    }
  }

  private long number(TensorProto tensor, Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    try {
      return text == null ? absent : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ModelException(
          "%s: %s has the %s '%s': a whole number is needed"
              .formatted(file, tensor.getName(), key, text),
          e);
    }
  }
}
