package io.atalaya.monitor;

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

  /** Puts a reference on the log, in the place of the one of the same id. */
  void publish(VersionReference reference) throws UnavailableException;

  /** Takes a reference from the log. */
  void remove(String model, String version, String id) throws UnavailableException;
}
