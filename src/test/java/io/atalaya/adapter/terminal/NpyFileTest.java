package io.atalaya.adapter.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.ModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Files written by NumPy 2.4.6, in Base64: numpy.save(f, a). */
class NpyFileTest {

  private static final Path FILE = Path.of("a.npy");

  /** a = array([[1.5, -2], [0, 3]], dtype='float32'). */
  private static final String FLOATS =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzog"
          + "KDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAgICAgIAoAAMA/AAAAwAAAAAAAAEBA";

  /** a = array([1, 2**40]). */
  private static final String LONGS =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzog"
          + "KDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAgICAgIAoBAAAAAAAAAAAAAAAAAQAA";

  /** a = array([True]). */
  private static final String BOOLEANS =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzog"
          + "KDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAgICAgIAoB";

  @Test
  void floats() {
    Tensor.Floats tensor = assertInstanceOf(Tensor.Floats.class, parse(FLOATS));
    assertArrayEquals(new long[] {2, 2}, tensor.shape());
    assertArrayEquals(new float[] {1.5f, -2, 0, 3}, tensor.values());
  }

  @Test
  void wholeNumbers() {
    Tensor.Longs tensor = assertInstanceOf(Tensor.Longs.class, parse(LONGS));
    assertArrayEquals(new long[] {1, 1L << 40}, tensor.values());
  }

  @Test
  void otherTypesAndFilesAreRefused() {
    assertTrue(refused(bytes(BOOLEANS)).contains("|b1"));
    assertTrue(refused(new byte[20]).contains("a.npy is no .npy file"));
    byte[] whole = bytes(FLOATS);
    assertTrue(refused(Arrays.copyOf(whole, 60)).contains("cut off"));
    assertTrue(refused(Arrays.copyOf(whole, whole.length - 1)).contains("15 bytes"));
  }

  private static String refused(byte[] bytes) {
    return String.valueOf(
        assertThrows(ModelException.class, () -> NpyFile.parse(FILE, bytes)).getMessage());
  }

  private static Tensor parse(String base64) {
    return NpyFile.parse(FILE, bytes(base64));
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
