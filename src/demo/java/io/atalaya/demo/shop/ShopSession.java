package io.atalaya.demo.shop;

import java.util.Locale;

/**
 * One visit to the shop.
 *
 * @param number its place in the file, from 1 on
 * @param month as the file writes it: {@code Feb}, {@code June}
 * @param productPages the product pages that were looked at
 * @param productSeconds the time spent on them
 * @param exitRate the mean exit rate of the pages visited, 0 to 1
 * @param pageValue the mean value of the pages visited, which earlier visits gave them
 * @param specialDay how near a day of gifts is, 0 to 1
 * @param visitor what kind of visitor: {@code New_Visitor}
 * @param weekend whether it was on one
 * @param purchase whether it ended in a purchase
 */
public record ShopSession(
    int number,
    String month,
    int productPages,
    double productSeconds,
    double exitRate,
    double pageValue,
    double specialDay,
    String visitor,
    boolean weekend,
    boolean purchase) {

  /** The fewest product pages of a visitor who is engaged: half of all sessions have 18 or more. */
  private static final int ENGAGED = 20;

  /** The number of a model's inputs. */
  static final int INPUTS = 8;

  /** The model's inputs, the first of which is constant. */
  double[] inputs() {
    return new double[] {
      1,
      StrictMath.log1p(productPages),
      StrictMath.log1p(productSeconds),
      exitRate,
      StrictMath.log1p(pageValue),
      specialDay,
      visitor.equals("New_Visitor") ? 1 : 0,
      weekend ? 1 : 0
    };
  }

  /** Whether the visitor looked at {@value #ENGAGED} product pages or more. */
  boolean isEngaged() {
    return productPages >= ENGAGED;
  }

  /** The kind of visitor in words. */
  String segment() {
    return visitor.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
