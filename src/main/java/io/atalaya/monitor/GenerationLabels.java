package io.atalaya.monitor;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Assessment;
import io.atalaya.event.Generation;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The names that generations of a model bring along, which are to be the values of labels: of each
 * kind those are told apart that come first. A reason beyond them, or that is no word, is {@value
 * #OTHER}; a score beyond them is dropped, since it means nothing together with others.
 *
 * <p>One writer.
 */
final class GenerationLabels {

  /** The reason of those that are too many. */
  static final String OTHER = "other";

  private static final int MOST_REASONS = 20;
  private static final int MOST_SCORES = 32;
  private static final Pattern WORD = Pattern.compile("[a-z0-9_-]{1,64}");

  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<String> scores = new LinkedHashSet<>();

  /** The generation as it is counted, under a version. */
  Generation of(Generation read, String version) {
    String reason = read.finishReason();
    return read.with(version, reason == null ? null : reason(reason), first(read.scores()));
  }

  /** The assessment as it is counted, under a version. */
  Assessment of(Assessment read, String version) {
    return read.with(version, first(read.scores()));
  }

  private String reason(String read) {
    if (reasons.contains(read)) {
      return read;
    }
    String word = read.toLowerCase(Locale.ROOT);
    return WORD.matcher(word).matches() && admit(word, reasons, MOST_REASONS) ? word : OTHER;
  }

  private SortedMap<String, Double> first(SortedMap<String, Double> read) {
    if (scores.containsAll(read.keySet())) {
      return read;
    }
    SortedMap<String, Double> first = new TreeMap<>();
    read.forEach(
        (name, score) -> {
          if (admit(name, scores, MOST_SCORES)) {
            first.put(name, score);
          }
        });
    return first;
  }

  private static boolean admit(String name, Set<String> names, int most) {
    return names.contains(name) || (names.size() < most && names.add(name));
  }

  void writeTo(ByteWriter out) {
    write(reasons, out);
    write(scores, out);
  }

  /** Restores what {@link #writeTo} wrote into a new one. */
  void restoreFrom(ByteReader in) {
    restore(reasons, in);
    restore(scores, in);
  }

  private static void write(Set<String> names, ByteWriter out) {
    out.writeUnsigned(names.size());
    names.forEach(out::writeString);
  }

  private static void restore(Set<String> names, ByteReader in) {
    for (int i = in.readCount(); i > 0; i--) {
      names.add(in.readString());
    }
  }
}
