package io.atalaya.demo.demand;

import java.time.LocalDateTime;
import java.util.List;

/**
 * One hour of bike rentals in Washington D.C.
 *
 * @param time the beginning of the hour, local time
 * @param weekday 0 for Sunday to 6
 * @param workingDay 1 when neither weekend nor holiday, else 0
 * @param weather 1 (clear) to 4 (heavy rain or snow)
 * @param temperature normalised to 0..1
 * @param humidity normalised to 0..1
 * @param windspeed normalised to 0..1
 * @param demand the rentals of the hour
 */
public record DemandHour(
    LocalDateTime time,
    int weekday,
    int workingDay,
    int weather,
    double temperature,
    double humidity,
    double windspeed,
    int demand) {

  /** The names of the model's inputs, in its order. */
  public static final List<String> INPUTS =
      List.of("hour", "weekday", "working_day", "weather", "temperature", "humidity", "windspeed");

  /** The steps in which a weather bulletin gives the temperature, 2 °C, and humidity and wind. */
  private static final double TEMPERATURE_STEP = 0.05;

  private static final double TENTH = 0.1;

  /** The same hour with the weather as a bulletin gives it, in coarse steps. */
  public DemandHour asInBulletin() {
    return new DemandHour(
        time,
        weekday,
        workingDay,
        weather,
        nearest(temperature, TEMPERATURE_STEP),
        nearest(humidity, TENTH),
        nearest(windspeed, TENTH),
        demand);
  }

  private static double nearest(double value, double step) {
    return Math.rint(value / step) * step;
  }

  /** The model's inputs, ordered as {@link #INPUTS}. */
  public double[] inputs() {
    return new double[] {
      time.getHour(), weekday, workingDay, weather, temperature, humidity, windspeed
    };
  }
}
