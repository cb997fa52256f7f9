package io.atalaya.adapter.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ReplyTest {

  private static Reply of(String json, String raw, String type) throws Malformed {
    byte[] body = (json + raw).getBytes(UTF_8);
    return Reply.of(Message.read(body, json.getBytes(UTF_8).length, "outputs"), type);
  }

  private static String text(Reply reply) {
    return new String(reply.body(), UTF_8);
  }

  @Test
  void idIsCutOutWhereverItStands() throws Malformed {
    String type = "application/json";

    assertEquals("{\"outputs\":[]}", text(of("{\"id\":\"x\",\"outputs\":[]}", "", type)));
    assertEquals("{\"outputs\":[]}", text(of("{\"outputs\":[],\"id\":\"x\"}", "", type)));
    assertEquals("{\"outputs\":[]}", text(of("{\"outputs\":[]}", "", type)));
    assertEquals(
        "{\"a\":\"é\" ,  \"outputs\":[]}",
        text(of("{\"a\":\"é\" , \"id\" : \"ü\\\"\" , \"outputs\":[]}", "", type)));
    assertEquals("{ \"outputs\":[] }", text(of("{ \"outputs\":[] , \"id\":\"x\" }", "", type)));
  }

  @Test
  void idIsPutBackAsTheFirstMember() throws Malformed {
    Reply reply = of(" {\"outputs\":[]}", "", "application/json");

    assertEquals(" {\"id\":\"q\\\"é\",\"outputs\":[]}", text(reply.withId("q\"é")));
    assertEquals("{\"id\":\"x\"}", text(new Reply("t", 2, "{}".getBytes(UTF_8)).withId("x")));
    assertSame(reply, reply.withId(null));
  }

  @Test
  void lengthOfTheJsonFollowsTheId() throws Malformed {
    Reply reply = of("{\"id\":\"x\",\"outputs\":[]}", "RAW", "application/octet-stream");

    assertEquals(14, reply.jsonLength());
    assertEquals("{\"outputs\":[]}RAW", text(reply));
    Reply given = reply.withId("yy");
    assertEquals("{\"id\":\"yy\",\"outputs\":[]}RAW", text(given));
    assertEquals(14 + 10, given.jsonLength());
  }

  @Test
  void bytesAreReadAsTheyWereWritten() throws Malformed {
    Reply json = of("{\"outputs\":[]}", "", "application/json");
    Reply other = of("{\"outputs\":[]}", "", "application/json; charset=utf-8");
    Reply raw = of("{\"outputs\":[]}", "RAW", "application/octet-stream");

    assertSame(json.body(), json.toBytes());
    for (Reply reply : new Reply[] {json, other, raw}) {
      Reply read = Reply.parse(reply.toBytes());
      assertEquals(reply.contentType(), read.contentType());
      assertEquals(reply.jsonLength(), read.jsonLength());
      assertArrayEquals(reply.body(), read.body());
    }
  }
}
