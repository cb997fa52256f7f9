package io.atalaya.report;

import io.atalaya.monitor.Digest;
import io.atalaya.report.ReportChannel.UndeliveredException;
import io.atalaya.report.ReportLog.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends the reports that are due, each once by each channel.
 *
 * <p>One instance of a fleet is on duty; what it sent is noted on the log, so that the next one
 * knows. An instance that ends between the two sends again: rather twice than never. What fails is
 * tried again, ever later, until {@link #KEEP_TRYING} after it was due; a report that was due while
 * no instance ran is sent late by the same rule, once what has piled up meanwhile is read.
 *
 * <p>For one thread.
 */
public final class ReportDispatcher {

  /** How long after it was due a report is still worth sending. */
  public static final Duration KEEP_TRYING = Duration.ofHours(12);

  /** How long after it was due the pipeline may still not have got there. */
  public static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** What was read last is judged and on the log so much later. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private final List<ReportSchedule> schedules;
  private final List<ReportChannel> channels;
  private final Reporter reporter;
  private final ReportLog log;
  private final ReportMetrics metrics;
  private final ReportDuty duty;
  private final InstantSource clock;
  private final Consumer<String> warnings;
  private final Map<ReportSchedule, Round> rounds = new HashMap<>();

  /** One report that is due: by which channels it went out, and when to try the others. */
  private static final class Round {
    private final Instant due;
    private final Set<String> done = new HashSet<>();
    private boolean asked;
    private Duration pause = FIRST_PAUSE;
    private Instant next = Instant.MIN;

    Round(Instant due) {
      this.due = due;
    }

    /** Pauses; two channels that fail at once pause once. */
    void failed(Instant now) {
      if (now.isBefore(next)) {
        return;
      }
      next = now.plus(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  /**
   * @param schedules what is sent when
   * @param channels the ways that every report goes out by
   * @param duty whether it is this instance that sends
   * @param warnings takes a line for each failure
   */
  public ReportDispatcher(
      List<ReportSchedule> schedules,
      List<ReportChannel> channels,
      Reporter reporter,
      ReportLog log,
      ReportMetrics metrics,
      ReportDuty duty,
      InstantSource clock,
      Consumer<String> warnings) {
    this.schedules = List.copyOf(schedules);
    this.channels = List.copyOf(channels);
    this.reporter = reporter;
    this.log = log;
    this.metrics = metrics;
    this.duty = duty;
    this.clock = clock;
    this.warnings = warnings;
  }

  /** Sends what is due; to be called every few seconds. */
  public void run() {
    if (channels.isEmpty() || !duty.isOurs()) {
      // Whoever is on duty next asks the log what was sent.
      rounds.clear();
      return;
    }
    Instant now = clock.instant();
    for (ReportSchedule schedule : schedules) {
      Instant due = schedule.lastDue(now);
      Round round = rounds.get(schedule);
      if (round == null || !round.due.equals(due)) {
        round = new Round(due);
        rounds.put(schedule, round);
      }
      if (round.done.size() < channels.size()
          && !now.isBefore(round.next)
          && now.isBefore(due.plus(KEEP_TRYING))
          && isComplete(due, now)) {
        run(schedule.periodAt(due), round, now);
      }
    }
  }

  /** Whether all that the report is about is on the log by now; some hour late it goes as it is. */
  private boolean isComplete(Instant due, Instant now) {
    return duty.hasRead(due.plus(SETTLED)) || !now.isBefore(due.plus(LONGEST_WAIT));
  }

  /**
   * Sends a report now by every channel, whatever was sent before.
   *
   * @return what kept it from going out, a line for each channel; empty when it went out by all
   */
  public List<String> send(Report report) {
    List<String> failures = new ArrayList<>();
    for (ReportChannel channel : channels) {
      try {
        channel.send(report);
        metrics.sent(report.period().kind(), channel.name());
      } catch (UndeliveredException failure) {
        metrics.failed(report.period().kind(), channel.name());
        failures.add(channel.name() + ": " + failure.getMessage());
      }
    }
    return failures;
  }

  /** The names of the channels. */
  public List<String> channels() {
    return channels.stream().map(ReportChannel::name).toList();
  }

  private void run(ReportPeriod period, Round round, Instant now) {
    try {
      if (!round.asked) {
        askWhatWentOut(period, round);
        round.asked = true;
      }
      if (round.done.size() == channels.size()) {
        return;
      }
      Report report = reporter.of(period);
      for (ReportChannel channel : channels) {
        if (!round.done.contains(channel.name())) {
          send(report, channel, round, now);
        }
      }
    } catch (UnavailableException unavailable) {
      round.failed(now);
      channels.forEach(channel -> metrics.failed(period.kind(), channel.name()));
      warn(period, "cannot be made", unavailable);
    }
  }

  private void send(Report report, ReportChannel channel, Round round, Instant now)
      throws UnavailableException {
    ReportPeriod period = report.period();
    try {
      channel.send(report);
    } catch (UndeliveredException failure) {
      round.failed(now);
      metrics.failed(period.kind(), channel.name());
      warn(period, "did not go out by " + channel.name(), failure);
      return;
    }
    round.done.add(channel.name());
    metrics.sent(period.kind(), channel.name());
    log.delivered(new Delivery(period.kind(), period.end(), channel.name()));
  }

  private void askWhatWentOut(ReportPeriod period, Round round) throws UnavailableException {
    log.read(period.end(), new Deliveries(period, round.done));
  }

  private void warn(ReportPeriod period, String what, Exception failure) {
    warnings.accept(
        "The %s report of %s %s, and will be tried again: %s"
            .formatted(period.kind().label(), period.title(), what, failure.getMessage()));
  }

  /** Gathers by which channels a report went out. */
  private record Deliveries(ReportPeriod period, Set<String> channels)
      implements ReportLog.Listener {

    @Override
    public void delivered(Delivery delivery) {
      if (delivery.kind() == period.kind() && delivery.end().equals(period.end())) {
        channels.add(delivery.channel());
      }
    }

    @Override
    public void digest(Digest digest) {}

    @Override
    public void signal(PastSignal signal) {}

    @Override
    public void invalidation(PastInvalidation invalidation) {}
  }
}
