package io.atalaya.adapter.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.availability.Answer;
import io.atalaya.availability.PlannedProbe;
import io.atalaya.availability.ProbeTimes;
import io.atalaya.demo.serve.ModelServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The V2 probes against a model server with a real model: the demonstration's, in ONNX Runtime. */
@Timeout(120)
class ModelServerEndToEndTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);
  private static final List<String> HOUR = List.of("8", "1", "1", "1", "0.3", "0.6", "0.1");

  @Test
  void aRealModelAnswersAndNoLongerWhenItsServerHasStopped() throws Exception {
    URI address;
    try (HttpClients clients = new HttpClients()) {
      try (ModelServer server = ModelServer.start()) {
        address = server.address();
        Answer right = new Answer.Right();
        assertEquals(List.of(right, right), ask(clients, address, "bike-demand", HOUR, 1_500));
        Answer tooMuch = ask(clients, address, "bike-demand", HOUR, 1).getLast();
        String detail = assertInstanceOf(Answer.Wrong.class, tooMuch).detail();
        assertTrue(detail.contains("is not from 0.0 to 1.0"), detail);
        List<Answer> tooFew = ask(clients, address, "bike-demand", HOUR.subList(0, 6), 1_500);
        assertEquals(right, tooFew.getFirst());
        assertInstanceOf(Answer.Wrong.class, tooFew.getLast());
        for (Answer answer : ask(clients, address, "another", HOUR, 1_500)) {
          assertInstanceOf(Answer.Wrong.class, answer);
        }
      }
      for (Answer answer : ask(clients, address, "bike-demand", HOUR, 1_500)) {
        assertInstanceOf(Answer.None.class, answer);
      }
    }
  }

  private static List<Answer> ask(
      HttpClients clients, URI address, String model, List<String> hour, double most)
      throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    for (PlannedProbe planned :
        new HttpProbes(clients)
            .ofModel(
                "bikes",
                new io.atalaya.adapter.probe.http.ModelServer.V2(
                    new Endpoint(address, Optional.empty(), Optional.empty()),
                    model,
                    List.of(
                        new InputTensor("inputs", Datatype.FP32, List.of(1, hour.size()), hour)),
                    List.of(new ExpectedOutput("demand", List.of(1, 1), 0, most))),
                new ProbeTimes(PLENTY, PLENTY, PLENTY))) {
      answers.add(planned.probe().ask(PLENTY));
    }
    return answers;
  }
}
