package io.atalaya.bootstrap;

import io.atalaya.adapter.report.MailSettings;
import io.atalaya.adapter.report.WebhookSettings;
import io.atalaya.report.ReportPeriod;
import io.atalaya.report.ReportSchedule;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads which reports are sent, when and where. */
final class ReportReader {

  private static final String MAIL = "{from: atalaya@example.com, to: [ops@example.com]}";
  private static final String WEBHOOK = "{url: https://example.com/reports}";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

  private ReportReader() {}

  /** The settings; empty when something is wrong and reported. */
  static Optional<ReportSettings> settings(Block block) {
    ZoneId zone = block.value("time-zone", ZoneOffset.UTC, ReportReader::zone);
    Set<ReportPeriod.Kind> send =
        block
            .list("send", text -> Quantities.constant(ReportPeriod.Kind.class, text))
            .<Set<ReportPeriod.Kind>>map(Set::copyOf)
            .orElse(Set.of(ReportPeriod.Kind.values()));
    LocalTime at = block.value("at", LocalTime.of(7, 0), ReportReader::time);
    DayOfWeek on =
        block.value("on", DayOfWeek.MONDAY, text -> Quantities.constant(DayOfWeek.class, text));
    Optional<MailSettings> mail = mail(block);
    Optional<WebhookSettings> webhook = webhook(block);
    return block.end(
        () -> {
          List<ReportSchedule> schedules =
              send.stream().sorted().map(kind -> new ReportSchedule(kind, zone, at, on)).toList();
          return new ReportSettings(zone, schedules, mail, webhook);
        });
  }

  private static Optional<MailSettings> mail(Block reports) {
    if (!reports.has("mail")) {
      return Optional.empty();
    }
    Block block = reports.block("mail", MAIL);
    Optional<String> from = block.text("from");
    List<String> to = block.list("to", text -> text).orElse(List.of());
    return block.end(() -> new MailSettings(from.orElse(""), to));
  }

  private static Optional<WebhookSettings> webhook(Block reports) {
    if (!reports.has("webhook")) {
      return Optional.empty();
    }
    Block block = reports.block("webhook", WEBHOOK);
    Optional<URI> url = block.value("url", ReportReader::address);
    Optional<String> token = block.value("token-file", SecretFile::read);
    Duration timeout = block.duration("timeout", "10s");
    return block.end(
        () -> new WebhookSettings(url.orElse(URI.create("")), token.orElse(null), timeout));
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          text + " is no address: give one, for example https://example.com/reports", e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          text + " is no time zone: give one, for example Europe/Madrid", e);
    }
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text, TIME);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          text + " is no time of day: give one in quotes, for example \"07:00\"", e);
    }
  }
}
