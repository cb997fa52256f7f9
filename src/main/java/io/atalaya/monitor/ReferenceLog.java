package io.atalaya.monitor;

import io.atalaya.drift.SeasonalProfile;

/**
 * Port: puts references on the log, where every instance hears of them.
 *
 * <p>Safe for use by several threads; each call waits for the log.
 */
public interface ReferenceLog {

  /** The log did not take what it was given; the same may succeed later. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param detail what is wrong, for people
     */
    public UnavailableException(String detail) {
      super(detail);
    }
  }

  /** Puts the seasons of a reference on the log, before it is published itself. */
  void publishSeasons(String model, String version, SeasonalProfile profile)
      throws UnavailableException;

  /** Puts a reference on the log, in the place of the one of the same id. */
  void publish(VersionReference reference) throws UnavailableException;

  /** Takes a reference from the log, with its seasons. */
  void remove(VersionReference reference) throws UnavailableException;
}
