package io.atalaya.signal;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.window.WindowLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All checks of one model version: figures at pane boundaries in, signals out.
 *
 * <p>The bounds of one check over one window share a signal, see {@link CheckRule}. Boundaries must
 * be judged in rising order; judging one again gives no signal a second time. Whoever takes the
 * version over restores the state and goes on: the same figures then give the same signals. Bounds
 * are found again by check, window, side and severity, so an episode survives a changed limit; one
 * whose check or window is no longer configured resolves at the next judgement.
 *
 * <p>One writer at a time. A judgement costs constant time a bound; memory is some dozen bytes a
 * bound.
 */
public final class VersionChecks {

  /** Where figures come from. */
  @FunctionalInterface
  public interface Figures {

    /** The figure of a check over the window that ends at the boundary being judged. */
    Observation observe(String check, Duration window);
  }

  /** A bound of a check and where it stands. */
  public record BoundState(SignalKey key, ThresholdRule rule, ThresholdState state) {}

  private final String model;
  private final String version;
  private final SequencedMap<SignalKey, CheckRule> rules = new LinkedHashMap<>();

  /**
   * Checks of a version that was never judged.
   *
   * @throws IllegalArgumentException if two checks have the same name and window
   */
  public VersionChecks(String model, String version, List<Check> checks) {
    this.model = model;
    this.version = version;
    for (Check check : checks) {
      SignalKey key = key(check.name(), WindowLabel.of(check.window()));
      if (rules.put(key, new CheckRule(key, check)) != null) {
        throw new IllegalArgumentException(
            "checks: there are two of %s over %s; make them one with both bounds"
                .formatted(key.check(), key.window()));
      }
    }
  }

  /**
   * Judges all checks at a boundary.
   *
   * @param t the pane boundary, in milliseconds since the epoch
   * @return the signals to publish, in the order of the configuration
   */
  public List<Signal> judge(long t, Figures figures) {
    List<Signal> signals = new ArrayList<>();
    for (CheckRule rule : rules.values()) {
      rule.judge(t, rule.observe(figures)).ifPresent(signals::add);
    }
    rules.values().removeIf(CheckRule::isLeftOver);
    return signals;
  }

  /** Resolves all that fires, because the version is no longer judged: it was retired. */
  public List<Signal> end(long t) {
    return rules.values().stream().map(rule -> rule.end(t)).flatMap(Optional::stream).toList();
  }

  /** Where each bound stands, for {@code atalaya_signal_firing}. */
  public List<BoundState> states() {
    List<BoundState> states = new ArrayList<>();
    for (CheckRule rule : rules.values()) {
      rule.addStatesTo(states);
    }
    return List.copyOf(states);
  }

  /** Writes the state; model, version and checks are known to whoever reads it. */
  public void writeTo(ByteWriter out) {
    out.writeUnsigned(rules.size());
    rules.forEach(
        (key, rule) -> {
          out.writeString(key.check()).writeString(key.window());
          rule.writeTo(out);
        });
  }

  /**
   * Reads what {@link #writeTo} wrote, perhaps under another configuration.
   *
   * @throws IllegalArgumentException if the bytes make no sense, or as the constructor does
   */
  public static VersionChecks readFrom(
      ByteReader in, String model, String version, List<Check> configured) {
    VersionChecks checks = new VersionChecks(model, version, configured);
    int count = in.readCount();
    for (int i = 0; i < count; i++) {
      SignalKey key = checks.key(in.readString(), in.readString());
      CheckRule rule = checks.rules.computeIfAbsent(key, unknown -> new CheckRule(unknown, null));
      rule.restoreFrom(in);
    }
    checks.rules.values().removeIf(rule -> rule.isLeftOver() && !rule.fires());
    return checks;
  }

  private SignalKey key(String check, String window) {
    return new SignalKey(model, version, check, window);
  }
}
