package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import org.junit.jupiter.api.Test;

class PendingTest {

  @Test
  void whatIsWrittenIsRead() {
    Pending pending = new Pending(3, Rig.START, new Loss(2, Rig.START + 1));
    ByteWriter out = new ByteWriter();
    pending.writeTo(out);
    assertEquals(pending, Pending.readFrom(new ByteReader(out.toByteArray())));
  }
}
