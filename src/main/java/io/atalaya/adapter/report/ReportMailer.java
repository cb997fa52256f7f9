package io.atalaya.adapter.report;

import io.atalaya.report.ReportChannel;
import io.atalaya.report.ReportPages;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;

/** Has reports sent by the mail server of {@code quarkus.mailer}. */
@ApplicationScoped
public class ReportMailer {

  private final Mailer mailer;
  private final ReportPages pages;

  ReportMailer(Mailer mailer, ReportPages pages) {
    this.mailer = mailer;
    this.pages = pages;
  }

  /** The way to those who get reports by mail. */
  public ReportChannel to(MailSettings settings) {
    return new ReportMail(settings, mailer, pages);
  }
}
