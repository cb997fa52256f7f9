package io.atalaya.demo.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopHistoryTest {

  private static final String HEADER =
      "ProductRelated,ProductRelated_Duration,ExitRates,PageValues,SpecialDay,Month,VisitorType,"
          + "Weekend,Revenue,more\n";
  private static final String FIRST = "20,64.5,0.1,3.5,0.4,Mar,New_Visitor,TRUE,FALSE,x\n";
  private static final String SECOND = "1,0,0.2,0,0,May,Returning_Visitor,FALSE,TRUE,x\n";

  @Test
  void aRowIsASession() throws IOException {
    assertEquals(
        List.of(
            new ShopSession(1, "Mar", 20, 64.5, 0.1, 3.5, 0.4, "New_Visitor", true, false),
            new ShopSession(2, "May", 1, 0, 0.2, 0, 0, "Returning_Visitor", false, true)),
        read(FIRST + SECOND).sessions());
  }

  @Test
  void theModelLearnsFromFebruaryAndMarchAndServesTheRest() throws IOException {
    ShopHistory history = read(FIRST + SECOND);
    assertEquals(history.sessions().subList(0, 1), history.training().sessions());
    assertEquals(history.sessions().subList(1, 2), history.served().sessions());
  }

  @Test
  void aBadFieldIsNamedWithItsLine() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> read(FIRST + SECOND.replace("TRUE", "yes")));
    assertEquals("line 3: 'Revenue' is 'yes', not TRUE or FALSE", e.getMessage());
  }

  @Test
  void theWholeHistoryIsAYear() {
    ShopHistory history = ShopHistory.load();
    // numpy 2.4.6: (Revenue == "TRUE").sum(), isin(Month, ["Feb", "Mar"]).sum()
    assertEquals(12_330, history.sessions().size());
    assertEquals(1_908, history.sessions().stream().filter(ShopSession::purchase).count());
    assertEquals(2_091, history.training().sessions().size());
    assertEquals(2_092, history.served().sessions().getFirst().number());
  }

  private static ShopHistory read(String rows) throws IOException {
    return ShopHistory.read(new StringReader(HEADER + rows));
  }
}
