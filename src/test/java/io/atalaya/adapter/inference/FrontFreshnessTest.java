package io.atalaya.adapter.inference;

import static io.atalaya.adapter.inference.FrontRig.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.Target;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The model changes, and is then invalidated, while many ask: nobody is given an answer of a model
 * that was invalidated before the request began.
 */
class FrontFreshnessTest {

  private static final Pattern GENERATION = Pattern.compile("\"data\":\\[(\\d+)]");
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 60;
  private static final int MOST_ROUNDS = 1_000;
  private static final int HITS = 200;

  @Test
  void noAnswerIsOlderThanTheEpochInWhichTheRequestBegan() throws InterruptedException {
    AtomicLong generation = new AtomicLong();
    AtomicLong inForce = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    LongAdder hits = new LongAdder();
    List<String> stale = Collections.synchronizedList(new ArrayList<>());
    try (FrontRig rig = FrontRig.start()) {
      rig.behaviour =
          request -> {
            // What the server begins with is what it answers, however long that takes.
            String answer =
                "{\"outputs\":[{\"name\":\"demand\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[%d]}]}"
                    .formatted(generation.get());
            rig.later(3, () -> FrontRig.always(200, "application/json", answer).handle(request));
          };
      List<Thread> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(client);
        clients.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!over.get()) {
                        long begun = inForce.get();
                        HttpResponse<String> answer =
                            rig.infer(request("x", random.nextInt(5), 1, 1, 1, 0.3, 0.6, 0.1));
                        Matcher matcher = GENERATION.matcher(answer.body());
                        if (!matcher.find() || Long.parseLong(matcher.group(1)) < begun) {
                          stale.add(begun + ": " + answer.body());
                        }
                        if (answer.headers().firstValue("Atalaya-Cache").orElse("").equals("hit")) {
                          hits.increment();
                        }
                      }
                    }));
      }
      for (long round = 1;
          round <= MOST_ROUNDS && (round <= ROUNDS || hits.sum() < HITS);
          round++) {
        Thread.sleep(20);
        generation.set(round);
        rig.cache.invalidate(FrontRig.MODEL, Target.WHOLE_MODEL, round, 0);
        inForce.set(round);
      }
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertEquals(List.of(), stale);
      assertTrue(hits.sum() >= HITS, "only " + hits.sum() + " hits");
    }
  }
}
