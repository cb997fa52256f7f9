package io.atalaya.matching;

import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the net effect of what an attribution says. */
final class RecordedInteractions implements AttributionListener {

  /** What was said of one that was given up. */
  record GivenUpOnce(String version, long untilMillis, boolean live) {}

  private final Map<Attributed, Integer> counted = new HashMap<>();
  private final List<GivenUpOnce> givenUp = new ArrayList<>();
  private boolean live;

  static Interaction click(@Nullable String id, long millis, boolean timeGiven, double value) {
    return new Interaction(
        id == null ? null : PredictionId.of(id),
        "m",
        "own",
        millis,
        timeGiven,
        "click",
        value,
        "own segment");
  }

  @Override
  public void interactionAdded(Attributed interaction, boolean isLive) {
    counted.merge(interaction, 1, Integer::sum);
    live |= isLive;
  }

  @Override
  public void interactionRemoved(Attributed interaction, boolean isLive) {
    Integer left =
        counted.compute(
            interaction,
            (same, times) -> {
              if (times == null) {
                throw new AssertionError("never added: " + same);
              }
              return times == 1 ? null : times - 1;
            });
    live |= isLive || (left != null && left < 0);
  }

  @Override
  public void givenUp(String version, GivenUp what, long untilMillis, boolean isLive) {
    givenUp.add(new GivenUpOnce(version, untilMillis, isLive));
  }

  Map<Attributed, Integer> counted() {
    return counted;
  }

  /** How many interactions are attributed, or are not. */
  int count(boolean attributed) {
    return counted.entrySet().stream()
        .filter(each -> each.getKey().attributed() == attributed)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  List<GivenUpOnce> givenUp() {
    return givenUp;
  }

  void forgetLive() {
    live = false;
  }

  boolean anyLive() {
    return live;
  }
}
