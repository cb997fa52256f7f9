package io.atalaya.adapter.inference;

import static io.atalaya.adapter.inference.FrontRig.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Target;
import io.atalaya.demo.demand.DemandHour;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the front was asked for, it asks the model server for by itself. */
class FrontPrefetchTest {

  private static final String HOT = request("a", 8, 1, 1, 1, 0.3, 0.6, 0.1);
  private static final String NEXT = request("b", 9, 1, 1, 1, 0.3, 0.6, 0.1);

  @Test
  void afterAnInvalidationAHotAnswerIsThereBeforeAnybodyAsks() throws InterruptedException {
    try (FrontRig rig = FrontRig.start()) {
      rig.prefetcher.run(0);
      String before = rig.infer(HOT).body();
      assertEquals("hit", source(rig.infer(HOT)));
      rig.awaitTrue(() -> rig.events.size() == 2);
      rig.cache.invalidate(FrontRig.MODEL, Target.WHOLE_MODEL, 1, 0);

      rig.prefetcher.run(1_000);
      rig.awaitTrue(() -> rig.cache.lifeLeft(FrontRig.MODEL, hash(HOT)) > 0);
      HttpResponse<String> after = rig.infer(HOT);
      assertEquals("hit", source(after));
      assertEquals(before, after.body());
      assertEquals(2, rig.calls.get());
      rig.awaitTrue(() -> rig.events.size() == 3);
      assertEquals(3, rig.events.size(), "what nobody asked for is no prediction");
    }
  }

  @Test
  void whatOftenFollowsIsThereBeforeItIsAskedFor() throws InterruptedException {
    try (FrontRig rig = FrontRig.start()) {
      for (int i = 0; i < 3; i++) {
        rig.infer(HOT);
        rig.infer(NEXT);
      }
      rig.cache.invalidate(FrontRig.MODEL, Target.WHOLE_MODEL, 1, 0);
      rig.infer(HOT);
      rig.prefetcher.run(0);
      rig.prefetcher.run(1_000);
      rig.awaitTrue(() -> rig.cache.lifeLeft(FrontRig.MODEL, hash(NEXT)) > 0);
      assertEquals("hit", source(rig.infer(NEXT)));
    }
  }

  @Test
  void neitherTheSecretOfACallerNorALargeQuestionIsKept() throws InterruptedException {
    List<String> secrets = new CopyOnWriteArrayList<>();
    try (FrontRig rig =
        FrontRig.start(
            upstream -> FrontRig.settings(upstream, Duration.ofSeconds(5), 64, 256, true))) {
      rig.behaviour =
          request -> {
            secrets.add(String.valueOf(request.getHeader("Authorization")));
            rig.usual().handle(request);
          };
      String large = HOT + " ".repeat(5_000);
      for (int i = 0; i < 2; i++) {
        rig.infer(large, "Authorization", "Bearer s3cret");
        rig.infer(NEXT, "Authorization", "Bearer s3cret");
      }
      rig.cache.invalidate(FrontRig.MODEL, Target.WHOLE_MODEL, 1, 0);
      rig.prefetcher.run(0);
      rig.prefetcher.run(1_000);
      rig.awaitTrue(() -> rig.cache.lifeLeft(FrontRig.MODEL, hash(NEXT)) > 0);

      assertEquals(0, rig.cache.lifeLeft(FrontRig.MODEL, hash(HOT)));
      assertEquals(List.of("null", "null", "null"), secrets);
    }
  }

  private static InputHash hash(String body) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return new RequestReader(DemandHour.INPUTS, Map.of())
          .read(bytes, bytes.length, null, null)
          .hash();
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }

  private static String source(HttpResponse<String> answer) {
    return answer.headers().firstValue("Atalaya-Cache").orElse("none");
  }
}
