package io.atalaya.demo.shop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PurchaseModelTest {

  private final ShopHistory history = ShopHistory.load();
  private final PurchaseModel model = PurchaseModel.train(history.training().sessions());

  @Test
  void weightsAreThoseOfTheMostLikelyModel() {
    // numpy 2.4.6: 12 steps of w += linalg.solve((X * (p * (1 - p))[:, None]).T @ X, X.T @ (y - p))
    // for the rows of February and March; X.T @ (y - p) is then below 2e-13
    assertArrayEquals(
        new double[] {
          -5.70882389683269,
          -0.5375394190827784,
          0.5110768715339763,
          -27.307278751040634,
          1.7011851797215651,
          -0.44088405456901153,
          -0.4728018402851229,
          0.6522809144560455
        },
        model.weights(),
        1e-9);
  }

  @Test
  void onItsOwnSessionsTheMeanProbabilityIsTheShareThatBought() {
    List<ShopSession> training = history.training().sessions();
    double mean = training.stream().mapToDouble(model::probability).average().orElseThrow();
    double bought = training.stream().filter(ShopSession::purchase).count();
    assertEquals(bought / training.size(), mean, 1e-12);
  }
}
