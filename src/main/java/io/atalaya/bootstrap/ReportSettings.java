package io.atalaya.bootstrap;

import io.atalaya.adapter.report.MailSettings;
import io.atalaya.adapter.report.WebhookSettings;
import io.atalaya.report.ReportSchedule;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Which reports are sent, when and where.
 *
 * @param zone the time zone in which days begin
 * @param schedules what is sent when
 * @param mail who gets them by mail; empty for nobody
 * @param webhook where they are posted to; empty for nowhere
 */
record ReportSettings(
    ZoneId zone,
    List<ReportSchedule> schedules,
    Optional<MailSettings> mail,
    Optional<WebhookSettings> webhook) {

  ReportSettings {
    schedules = List.copyOf(schedules);
  }
}
