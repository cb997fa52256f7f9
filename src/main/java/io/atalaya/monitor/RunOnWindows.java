package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.drift.FeatureReference;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.ValueCounts;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tumbling windows that had too few values at their end and run on, by feature. They are of one
 * profile, and end with it. One writer.
 */
final class RunOnWindows {

  /**
   * One window.
   *
   * @param startMillis where it began
   * @param counts its values so far
   * @param predictions how many predictions could have had the feature
   */
  record RunOn(long startMillis, ValueCounts counts, long predictions) {}

  private final Map<String, RunOn> windows = new TreeMap<>();

  /** The profile's id; empty as long as there is none. */
  private String profileId = "";

  /** What was written before a restart, until its profile is known; null without. */
  private byte @Nullable [] written;

  /** Begins anew with a profile, or goes on with the windows that were written of the same one. */
  void compareWith(ReferenceProfile profile) {
    windows.clear();
    if (written != null && profileId.equals(profile.id())) {
      read(new ByteReader(written), profile);
    }
    written = null;
    profileId = profile.id();
  }

  /** Forgets all windows: there is no profile any more. */
  void end() {
    windows.clear();
    written = null;
    profileId = "";
  }

  /** Takes a feature's window, to close it or to let it run on again; null when there is none. */
  @Nullable RunOn remove(String feature) {
    return windows.remove(feature);
  }

  void put(String feature, RunOn window) {
    windows.put(feature, window);
  }

  void writeTo(ByteWriter out) {
    ByteWriter body = new ByteWriter().writeUnsigned(windows.size());
    windows.forEach(
        (feature, window) -> {
          body.writeString(feature).writeSigned(window.startMillis);
          body.writeUnsigned(window.predictions);
          window.counts.writeTo(body);
        });
    out.writeString(profileId).writeBytes(written == null ? body.toByteArray() : written);
  }

  /** Restores what {@link #writeTo} wrote, to go on with once the profile is known. */
  void restoreFrom(ByteReader in) {
    profileId = in.readString();
    written = in.readBytes();
  }

  private void read(ByteReader in, ReferenceProfile profile) {
    for (int i = in.readCount(); i > 0; i--) {
      String feature = in.readString();
      long start = in.readSigned();
      long predictions = in.readUnsigned();
      FeatureReference reference = profile.reference(feature);
      windows.put(
          feature, new RunOn(start, ValueCounts.readFrom(in, reference.values()), predictions));
    }
  }
}
