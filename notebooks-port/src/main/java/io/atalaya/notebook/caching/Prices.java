package io.atalaya.notebook.caching;

/**
 * What things cost, in any currency.
 *
 * @param call of the model
 * @param waiting of a caller for the model
 * @param stale answer that was given
 */
record Prices(double call, double waiting, double stale) {

  private static final double MILLION = 1e6;

  /** What a million requests cost. */
  double ofAMillion(Simulation.Outcome outcome) {
    double all = call * outcome.calls() + waiting * outcome.waits() + stale * outcome.stale();
    return MILLION * all / outcome.requests();
  }
}
