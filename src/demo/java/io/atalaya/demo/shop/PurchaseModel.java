package io.atalaya.demo.shop;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * The probability that a session ends in a purchase: logistic regression, by maximum likelihood.
 *
 * <p>Trained in some milliseconds by Newton's method (iteratively reweighted least squares), always
 * to the same weights. Immutable.
 */
public final class PurchaseModel {

  /** It doubles the digits at each step; of the committed data it needs eight. */
  private static final int STEPS = 12;

  private final RealVector weights;

  private PurchaseModel(RealVector weights) {
    this.weights = weights;
  }

  /** Learns from sessions of which some ended in a purchase, and others did not. */
  public static PurchaseModel train(List<ShopSession> sessions) {
    PurchaseModel model = new PurchaseModel(new ArrayRealVector(ShopSession.INPUTS));
    for (int step = 0; step < STEPS; step++) {
      RealVector gradient = new ArrayRealVector(ShopSession.INPUTS);
      RealMatrix information = new Array2DRowRealMatrix(ShopSession.INPUTS, ShopSession.INPUTS);
      for (ShopSession session : sessions) {
        RealVector inputs = new ArrayRealVector(session.inputs(), false);
        double p = model.probability(session);
        gradient = gradient.add(inputs.mapMultiply((session.purchase() ? 1 : 0) - p));
        information = information.add(inputs.outerProduct(inputs).scalarMultiply(p * (1 - p)));
      }
      RealVector change = new CholeskyDecomposition(information).getSolver().solve(gradient);
      model = new PurchaseModel(model.weights.add(change));
    }
    return model;
  }

  /** The probability that the session ends in a purchase. */
  public double probability(ShopSession session) {
    double logit = weights.dotProduct(new ArrayRealVector(session.inputs(), false));
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /** One for each input. */
  double[] weights() {
    return weights.toArray();
  }
}
