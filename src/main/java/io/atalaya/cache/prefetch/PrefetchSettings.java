package io.atalaya.cache.prefetch;

/**
 * What of a model is asked for ahead. An argument out of its bounds is refused with a message that
 * begins with its configuration key.
 *
 * @param hottest how many of the hottest inputs are kept warm, 0 to 10,000
 * @param ahead the last part of an answer's lifetime in which a hot one is renewed, 0 to 0.9
 * @param perSecond how many questions a second go to the model for all of this at most, above 0
 * @param successors whether what probably follows is asked for too
 */
public record PrefetchSettings(int hottest, double ahead, double perSecond, boolean successors) {

  private static final int MOST_HOTTEST = 10_000;
  private static final double MOST_AHEAD = 0.9;
  private static final double MOST_A_SECOND = 10_000;

  public PrefetchSettings {
    if (hottest < 0 || hottest > MOST_HOTTEST) {
      throw new IllegalArgumentException(
          "hottest: %d is not from 0 to %d".formatted(hottest, MOST_HOTTEST));
    }
    if (!(ahead >= 0 && ahead <= MOST_AHEAD)) {
      throw new IllegalArgumentException(
          "ahead: " + ahead + " is not from 0 to 0.9: give a share, for example 20%");
    }
    if (!(perSecond > 0 && perSecond <= MOST_A_SECOND)) {
      throw new IllegalArgumentException(
          "per-second: " + perSecond + " is not above 0 and at most 10000: give for example 20");
    }
  }
}
