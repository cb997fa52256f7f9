package io.atalaya.notebook.caching;

import io.atalaya.bench.cache.Zipf;
import io.atalaya.demo.demand.DemandHour;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Requests, and when the model was deployed anew meanwhile.
 *
 * @param id its name in figures
 * @param title its name in headings
 * @param about what it is, in a sentence or two
 * @param questions what can be asked
 * @param requests by time
 * @param deployments when another version of the model began to answer, in milliseconds since 1970
 * @param places how many answers a cache has room for
 * @param tick how often what asks ahead looks whether something is due
 */
record Traffic(
    String id,
    String title,
    String about,
    Questions questions,
    List<Request> requests,
    List<Long> deployments,
    int places,
    Duration tick) {

  /** Of the hours ahead for which the demand is asked: this one, the next, the one after that. */
  private static final double[] AHEAD = {0.5, 0.8, 1};

  private static final long SEED = 20_261_127;
  private static final int CALLERS = 50;

  Traffic {
    requests = List.copyOf(requests);
    deployments = List.copyOf(deployments);
    if (requests.isEmpty() || places < 1) {
      throw new IllegalArgumentException(
          "traffic %s: %d requests, %d places: at least 1 of each is needed"
              .formatted(id, requests.size(), places));
    }
  }

  /**
   * A request.
   *
   * @param millis since 1970
   * @param caller whose requests follow each other
   * @param question its index
   */
  record Request(long millis, String caller, int question) {}

  /**
   * Made requests at a steady rate, of which the r-th most frequent question has a share in
   * proportion to r<sup>−skew</sup>.
   *
   * @param perSecond requests
   * @param deployedEvery how often another version begins to answer
   */
  static Traffic zipf(
      Questions questions,
      double skew,
      int requests,
      int perSecond,
      Duration deployedEvery,
      int places) {
    Zipf zipf = new Zipf(questions.size(), skew, SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    // Rank and index have nothing to do with each other, or the early hours would be the hot ones.
    List<Integer> order = shuffled(questions.size(), random);
    List<Request> made = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      long millis = i * 1_000L / perSecond;
      String caller = Integer.toString(random.nextInt(CALLERS));
      made.add(new Request(millis, caller, order.get(zipf.next())));
    }
    return new Traffic(
        "zipf",
        "Made traffic, Zipf",
        "%,d requests, %,d a second, for %,d different hours; the share of each follows Zipf's law"
                .formatted(requests, perSecond, questions.size())
            + " with a skew of %s. Room for %,d answers. Another version every %d minutes."
                .formatted(skew, places, deployedEvery.toMinutes()),
        questions,
        made,
        deployments(made, deployedEvery),
        places,
        Duration.ofMillis(100));
  }

  /**
   * What happened: each rental of a bike asked, some time in its hour, for the demand of that hour
   * or one of the next two.
   *
   * @param oneIn of so many rentals one asked
   */
  static Traffic replay(
      Questions.OfHours asked,
      List<DemandHour> hours,
      int oneIn,
      Duration deployedEvery,
      int places) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Request> made = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      long begin = hours.get(i).time().toInstant(ZoneOffset.UTC).toEpochMilli();
      int requests = Math.ceilDiv(hours.get(i).demand(), oneIn);
      for (long millis :
          random.longs(requests, 0, Duration.ofHours(1).toMillis()).sorted().toArray()) {
        double chance = random.nextDouble();
        int ahead = chance < AHEAD[0] ? 0 : chance < AHEAD[1] ? 1 : 2;
        int hour = Math.min(i + ahead, hours.size() - 1);
        String caller = Integer.toString(random.nextInt(CALLERS));
        made.add(new Request(begin + millis, caller, asked.byHour().get(hour)));
      }
    }
    return new Traffic(
        "replay",
        "Recorded traffic, bikes",
        "%,d requests in %,d hours of Washington's bike rentals, as many in each hour as bikes were"
                .formatted(made.size(), hours.size())
            + " rented%s, for the demand of that hour and the next two; weather as in a bulletin,"
                .formatted(oneIn == 1 ? "" : " (one of %d)".formatted(oneIn))
            + " %,d different questions. Room for %,d answers. Another version every %d days."
                .formatted(asked.questions().size(), places, deployedEvery.toDays()),
        asked.questions(),
        made,
        deployments(made, deployedEvery),
        places,
        Duration.ofSeconds(10));
  }

  private static List<Long> deployments(List<Request> requests, Duration every) {
    List<Long> deployments = new ArrayList<>();
    long begin = requests.getFirst().millis();
    for (long at = begin + every.toMillis();
        at < requests.getLast().millis();
        at += every.toMillis()) {
      deployments.add(at);
    }
    return deployments;
  }

  private static List<Integer> shuffled(int size, SplittableRandom random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(random.nextInt(i + 1), i);
    }
    return order;
  }
}
