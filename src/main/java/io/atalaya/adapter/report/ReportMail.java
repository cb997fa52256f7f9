package io.atalaya.adapter.report;

import io.atalaya.report.Report;
import io.atalaya.report.ReportChannel;
import io.atalaya.report.ReportPages;
import io.atalaya.report.ReportText;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;

/** Reports by mail, as HTML and as text, one mail to all. */
final class ReportMail implements ReportChannel {

  private final MailSettings settings;
  private final Mailer mailer;
  private final ReportPages pages;

  ReportMail(MailSettings settings, Mailer mailer, ReportPages pages) {
    this.settings = settings;
    this.mailer = mailer;
    this.pages = pages;
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public void send(Report report) throws UndeliveredException {
    Mail mail =
        new Mail()
            .setFrom(settings.from())
            .setTo(settings.to())
            .setSubject(report.headline())
            .setText(ReportText.of(report))
            .setHtml(pages.html(report))
            // RFC 3834: no automatic answers to this.
            .addHeader("Auto-Submitted", "auto-generated");
    try {
      mailer.send(mail);
    } catch (RuntimeException failure) {
      throw new UndeliveredException(
          "the mail server did not take it (%s): see to quarkus.mailer.host, port, username and password"
              .formatted(failure.getMessage()));
    }
  }
}
