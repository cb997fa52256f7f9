package io.atalaya.drift;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.statistics.ReferenceSample;
import io.atalaya.statistics.StableHash;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The distributions that a model's inputs, answers and confidences are compared with.
 *
 * <p>Immutable.
 *
 * @param id a hash of the content: counts made against one profile are of no use for another
 * @param effectiveMillis the start of the first pane that is compared with it, in milliseconds
 *     since the epoch; what was before is what it was learned from
 * @param features the reference distributions by feature
 */
public record ReferenceProfile(
    String id, long effectiveMillis, Map<String, ReferenceSample> features) {

  /** The feature name of the prediction itself. */
  public static final String PREDICTION = "__prediction__";

  /** The feature name of the stated confidence. */
  public static final String CONFIDENCE = "__confidence__";

  public ReferenceProfile {
    features = Collections.unmodifiableMap(new TreeMap<>(features));
  }

  /** A profile of the given distributions; the id follows from names and contents. */
  public static ReferenceProfile of(long effectiveMillis, Map<String, ReferenceSample> features) {
    StringBuilder identity = new StringBuilder();
    new TreeMap<>(features)
        .forEach((name, sample) -> identity.append(name).append('\n').append(sample.id()));
    String id = HexFormat.of().toHexDigits(StableHash.of(identity.toString()));
    return new ReferenceProfile(id, effectiveMillis, features);
  }

  public void writeTo(ByteWriter out) {
    out.writeString(id).writeSigned(effectiveMillis).writeUnsigned(features.size());
    features.forEach(
        (name, sample) -> {
          out.writeString(name);
          sample.writeTo(out);
        });
  }

  public static ReferenceProfile readFrom(ByteReader in) {
    String id = in.readString();
    long effective = in.readSigned();
    Map<String, ReferenceSample> features = new TreeMap<>();
    for (int i = in.readCount(); i > 0; i--) {
      features.put(in.readString(), ReferenceSample.readFrom(in));
    }
    return new ReferenceProfile(id, effective, features);
  }
}
