package io.atalaya.demo.serve;

import io.atalaya.demo.demand.DemandHour;
import java.time.Duration;
import java.util.Locale;

/** Who asks for the forecast of each hour, and how long before it begins. */
enum Asker {
  /** Who plans shifts knows the weather from a bulletin. */
  SHIFTS(Duration.ofDays(10), true),

  WEBSITE(Duration.ZERO, false),

  APP(Duration.ZERO, false);

  private final Duration ahead;
  private final boolean fromBulletin;

  Asker(Duration ahead, boolean fromBulletin) {
    this.ahead = ahead;
    this.fromBulletin = fromBulletin;
  }

  Duration ahead() {
    return ahead;
  }

  /** The hour with the weather as this one knows it. */
  DemandHour known(DemandHour hour) {
    return fromBulletin ? hour.asInBulletin() : hour;
  }

  /** What an event of this one and that hour has as its identifier. */
  String id(DemandHour hour) {
    return hour.time() + "/" + name().toLowerCase(Locale.ROOT);
  }
}
