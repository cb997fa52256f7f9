package io.atalaya.statistics;

/** How far the truth behind a figure may be from it, to one side and to the other. */
public interface ConfidenceLimits {

  /**
   * The one-sided lower confidence limit: in a share {@code level} of samples it is below the
   * truth.
   *
   * @param level from 0.5, which gives the figure itself, to below 1
   */
  double lower(double level);

  /** The one-sided upper confidence limit. */
  double upper(double level);
}
