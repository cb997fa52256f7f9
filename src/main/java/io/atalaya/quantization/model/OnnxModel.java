package io.atalaya.quantization.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX model, with all of its weights inside.
 *
 * <p>Immutable. A model is at most 2 GB, the limit of protocol buffers.
 *
 * <p>Source: the ONNX specification, <i>Open Neural Network Exchange Intermediate
 * Representation</i>.
 *
 * @param proto the model as the format defines it
 */
public record OnnxModel(ModelProto proto) {

  /**
   * Reads a file, and the files with weights that it names.
   *
   * @throws ModelException when the file cannot be read, is cut off, or is no ONNX model
   */
  public static OnnxModel load(Path file) {
    try {
      if (Files.size(file) > Integer.MAX_VALUE) {
        throw new ModelException(
            "%s has %,d bytes: an ONNX file has at most 2 GB".formatted(file, Files.size(file)));
      }
      OnnxModel model = parse(Files.readAllBytes(file), file.toString());
      Path directory = file.toAbsolutePath().getParent();
      return directory == null ? model : new ExternalData(file, directory).readInto(model);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Reads a model from its bytes.
   *
   * @param name what messages call it
   * @throws ModelException when the bytes are cut off, or are no ONNX model
   */
  public static OnnxModel parse(byte[] bytes, String name) {
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException(
          "%s (%,d bytes) is cut off or no ONNX model: %s"
              .formatted(name, bytes.length, e.getMessage()),
          e);
    }
    if (!proto.hasGraph() || proto.getOpsetImportCount() == 0) {
      throw new ModelException(
          "%s (%,d bytes) is no ONNX model: it has no %s"
              .formatted(name, bytes.length, proto.hasGraph() ? "operator set" : "graph"));
    }
    return new OnnxModel(proto);
  }

  /**
   * Writes the model. The file is there whole or, after a failure, as it was before.
   *
   * @throws ModelException when the file cannot be written
   */
  public void save(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new ModelException("%s cannot be written: no directory %s".formatted(file, directory));
    }
    try {
      Path part = Files.createTempFile(directory, "." + file.getFileName(), ".part");
      try {
        Files.write(part, bytes());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new ModelException(file + " cannot be written: " + e, e);
    }
  }

  /** The file's bytes. */
  public byte[] bytes() {
    return proto.toByteArray();
  }

  /** The number of bytes of the file. */
  public int size() {
    return proto.getSerializedSize();
  }

  /** The SHA-256 of the file, in hexadecimal. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The version of ONNX's own operators; 0 when the model uses none of them. */
  public int opset() {
    return proto.getOpsetImportList().stream()
        .filter(set -> isOnnx(set.getDomain()))
        .mapToInt(set -> Math.toIntExact(set.getVersion()))
        .max()
        .orElse(0);
  }

  /** Whether a domain is that of ONNX's own operators. */
  public static boolean isOnnx(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** What the file says about itself, by key. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    for (StringStringEntryProto entry : proto.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return metadata;
  }

  /** The same model that says {@code entries} about itself too. */
  public OnnxModel withMetadata(Map<String, String> entries) {
    Map<String, String> metadata = metadata();
    metadata.putAll(entries);
    ModelProto.Builder builder = proto.toBuilder().clearMetadataProps();
    metadata.forEach((key, value) -> builder.addMetadataPropsBuilder().setKey(key).setValue(value));
    return new OnnxModel(builder.build());
  }

  /** The same graph, said to use {@code version} of ONNX's own operators. */
  OnnxModel withOpset(int version) {
    ModelProto.Builder builder = proto.toBuilder();
    for (OperatorSetIdProto.Builder set : builder.getOpsetImportBuilderList()) {
      if (isOnnx(set.getDomain())) {
        set.setVersion(version);
      }
    }
    return new OnnxModel(builder.build());
  }
}
