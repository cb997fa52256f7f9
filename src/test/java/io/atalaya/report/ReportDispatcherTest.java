package io.atalaya.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportDispatcherTest {

  private static final Instant DUE = Instant.parse("2026-11-27T07:00:00Z");
  private static final ReportSchedule SCHEDULE =
      new ReportSchedule(
          ReportPeriod.Kind.DAILY, ZoneOffset.UTC, LocalTime.of(7, 0), DayOfWeek.MONDAY);

  private final PastLog log = new PastLog();
  private final List<String> counted = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Channel mail = new Channel("mail");
  private final Channel webhook = new Channel("webhook");
  private Instant now = DUE;
  private Instant read = Instant.MAX;
  private boolean onDuty = true;
  private final ReportDispatcher dispatcher = dispatcher();

  private static final class Channel implements ReportChannel {
    private final String name;
    private final List<String> sent = new ArrayList<>();
    private boolean broken;

    Channel(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void send(Report report) throws UndeliveredException {
      if (broken) {
        throw new UndeliveredException("no way");
      }
      sent.add(report.period().title());
    }
  }

  private ReportDispatcher dispatcher() {
    ReportMetrics metrics =
        new ReportMetrics() {
          @Override
          public void sent(ReportPeriod.Kind kind, String channel) {
            counted.add(channel + " sent");
          }

          @Override
          public void failed(ReportPeriod.Kind kind, String channel) {
            counted.add(channel + " failed");
          }
        };
    return new ReportDispatcher(
        List.of(SCHEDULE),
        List.of(mail, webhook),
        new Reporter(log, () -> now),
        log,
        metrics,
        new ReportDuty() {
          @Override
          public boolean isOurs() {
            return onDuty;
          }

          @Override
          public boolean hasRead(Instant until) {
            return !until.isAfter(read);
          }
        },
        () -> now,
        warnings::add);
  }

  @Test
  void whatIsDueGoesOutOnceByEachChannel() {
    dispatcher.run();
    now = now.plus(Duration.ofHours(1));
    dispatcher.run();
    assertEquals(List.of("2026-11-26"), mail.sent);
    assertEquals(List.of("2026-11-26"), webhook.sent);
    assertEquals(List.of("mail sent", "webhook sent"), counted);

    now = DUE.plus(Duration.ofDays(1));
    dispatcher.run();
    assertEquals(List.of("2026-11-26", "2026-11-27"), mail.sent);
  }

  @Test
  void whoeverIsOnDutyNextKnowsWhatWentOut() {
    dispatcher.run();
    now = now.plusSeconds(60);
    dispatcher().run();
    assertEquals(1, mail.sent.size());
  }

  @Test
  void whoIsNotOnDutySendsNothing() {
    onDuty = false;
    dispatcher.run();
    assertEquals(List.of(), mail.sent);
    onDuty = true;
    dispatcher.run();
    assertEquals(1, mail.sent.size());
  }

  @Test
  void whatHasPiledUpIsReadFirstForAnHourAtMost() {
    read = DUE.plusSeconds(59);
    dispatcher.run();
    assertEquals(List.of(), mail.sent);
    read = DUE.plusSeconds(60);
    dispatcher.run();
    assertEquals(List.of("2026-11-26"), mail.sent);

    now = DUE.plus(Duration.ofDays(1)).plus(ReportDispatcher.LONGEST_WAIT).minusMillis(1);
    dispatcher.run();
    assertEquals(1, mail.sent.size());
    now = now.plusMillis(1);
    dispatcher.run();
    assertEquals(List.of("2026-11-26", "2026-11-27"), mail.sent);
  }

  @Test
  void channelsThatFailTogetherPauseOnce() {
    mail.broken = true;
    webhook.broken = true;
    dispatcher.run();
    mail.broken = false;
    webhook.broken = false;
    now = DUE.plusSeconds(60);
    dispatcher.run();
    now = DUE.plusSeconds(120);
    dispatcher.run();
    assertEquals(List.of("2026-11-26"), mail.sent);
    assertEquals(1, webhook.sent.size());
  }

  @Test
  void theChannelThatFailedIsTriedAgainEverLaterAndTheOtherIsNot() {
    mail.broken = true;
    List<Duration> tried = new ArrayList<>();
    for (int second = 0; second <= 1_000; second += 10) {
      now = DUE.plusSeconds(second);
      int before = warnings.size();
      dispatcher.run();
      if (warnings.size() > before) {
        tried.add(Duration.ofSeconds(second));
      }
    }
    assertEquals(
        List.of(0, 1, 3, 7, 15),
        tried.stream().map(Duration::toMinutes).map(Long::intValue).toList());
    assertEquals(List.of("2026-11-26"), webhook.sent);

    mail.broken = false;
    now = DUE.plus(Duration.ofHours(1));
    dispatcher.run();
    assertEquals(List.of("2026-11-26"), mail.sent);
    assertEquals(1, webhook.sent.size());
  }

  @Test
  void halfADayAfterItWasDueItIsNotSentAnyMore() {
    now = DUE.plus(ReportDispatcher.KEEP_TRYING);
    dispatcher.run();
    assertEquals(List.of(), mail.sent);
    now = now.minusMillis(1);
    dispatcher.run();
    assertEquals(List.of("2026-11-26"), mail.sent);
  }

  @Test
  void whileTheLogIsAwayNothingIsSentAndItIsSaid() {
    log.away = true;
    dispatcher.run();
    assertEquals(List.of(), mail.sent);
    assertEquals(
        List.of(
            "The daily report of 2026-11-26 cannot be made, and will be tried again: the log is away"),
        warnings);
    log.away = false;
    now = DUE.plusSeconds(60);
    dispatcher.run();
    assertEquals(List.of("2026-11-26"), mail.sent);
  }

  @Test
  void onRequestItIsSentAgainAndFailuresAreTold() throws Exception {
    dispatcher.run();
    mail.broken = true;
    Report report = new Reporter(log, () -> now).of(SCHEDULE.periodAt(DUE));
    assertEquals(List.of("mail: no way"), dispatcher.send(report));
    assertEquals(2, webhook.sent.size());
  }
}
