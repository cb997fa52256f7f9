package io.atalaya.adapter.kafka.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Events in JSON: most of them valid, some with values that are unusual or wrong. */
final class GeneratedEvents {

  private static final String[] SPACES = {"", "", "", " ", "\n", "\t \r\n", "\u00a0"};
  private static final String[] STRANGE = {
    "",
    "[]",
    "{}",
    "[1]",
    "{\"a\":{}}",
    "NaN",
    "-Infinity",
    "\"NaN\"",
    "\"Infinity\"",
    "\"\"",
    "nul",
    "True",
    "truefalse",
    "01",
    "-01",
    "1.",
    ".5",
    "+1",
    "1e",
    "1e+",
    "--1",
    "-",
    "0x1",
    "1e309",
    "1e-400",
    "1e100",
    "1.0000000000000002e100",
    "-1e101",
    "123456789012345678",
    "-1234567890123456789",
    "9223372036854775808",
    "1e0000000001",
    "0e999",
    "-0",
    "-0.0",
    "0E0",
    "4.9e-324",
    "1e22",
    "1e23",
    "\"a\\u0000\"",
    "\"\\ud800\"",
    "\"\\\"\"",
    "\"\u00e9\"",
    "\"\u007f\"",
    "\"\t\"",
    "\"a",
    "1,",
    "null"
  };
  private static final String[] TEXTS = {
    "",
    "\\n\\n",
    "\\\"\\\\\\/\\b\\f\\r\\t",
    "\\u00e9",
    "\\u20AC",
    "\\ud83d\\ude00",
    "\\udbff",
    "\u00e9\u00ff\u0080",
    "\u0100\u07ff",
    "\u0800\u20ac\ud7ff\ue000\uffff",
    "\ud83d\ude00\ud800\udc00\udbff\udfff"
  };
  private static final String[] BROKEN_TEXTS = {"\\", "\\a", "\\u12g4", "\n", "\u007f", "\0"};
  private static final String[] TIMES = {
    "\"2026-11-23T10:15:00Z\"",
    "\"2026-11-23T10:15:00.123456+01:00\"",
    "\"2026-11-23 10:15\"",
    "1795428900250",
    "1795428900250.75",
    "1.79542890025e12",
    "\"2026-02-30T10:15:00Z\"",
    "99999999999"
  };
  private static final String[] FEATURES = {"f", "f1", "f10", "temperature", "temperatures", "g"};
  private static final String[] NAMES = {
    "id",
    "model",
    "version",
    "time",
    "value",
    "actual",
    "error",
    "confidence",
    "latency_ms",
    "features",
    "segment",
    "cached",
    "retracted",
    "probabilities",
    "interval",
    "prompt_tokens",
    "completion_tokens",
    "ttft_ms",
    "duration_ms",
    "finish_reason",
    "prompt",
    "completion",
    "scores",
    "schema",
    "note"
  };

  private final Random random;
  private List<String> names = List.of();
  private boolean evenlySpaced;

  GeneratedEvents(Random random) {
    this.random = random;
  }

  byte[] next() {
    if (oneIn(10)) {
      evenlySpaced = !evenlySpaced;
    }
    if (oneIn(3)) {
      names = names();
    } else if (oneIn(6) && names.size() > 4) {
      names.remove(random.nextInt(names.size()));
    }
    List<String> members = new ArrayList<>();
    for (String name : names) {
      members.add(member(name, value(name)));
    }
    if (oneIn(100)) {
      String name = pick("specversion", "data", "data_base64", "", "\u00e9", "i\\u0064");
      members.add(member(name, value(name)));
    }
    return Decoding.utf8(space() + object(members) + space() + (oneIn(200) ? "x" : ""));
  }

  private List<String> names() {
    List<String> some = new ArrayList<>(List.of("id", "model", "value", "actual"));
    for (int more = random.nextInt(8); more > 0; more--) {
      some.add(NAMES[random.nextInt(NAMES.length)]);
    }
    if (oneIn(3)) {
      Collections.shuffle(some, random);
    }
    return some;
  }

  private String member(String name, String value) {
    return evenlySpaced
        ? '"' + name + "\": " + value
        : '"' + name + '"' + space() + ':' + space() + value;
  }

  private String value(String name) {
    if (oneIn(40)) {
      return pick(STRANGE);
    }
    return switch (name) {
      case "id" -> oneIn(4) ? Integer.toString(random.nextInt()) : string(36);
      case "model", "version" -> oneIn(3) ? string(20) : pick("\"a\"", "\"a-long-name\"");
      case "segment", "note", "finish_reason" -> string(20);
      case "prompt", "completion" -> text();
      case "error" -> "null";
      case "time" -> oneIn(2) ? pick(TIMES) : time();
      case "value", "actual" -> pick(number(), number(), "\"yes\"", "true", "false");
      case "confidence" -> pick(Double.toString(random.nextDouble()), "0", "1", "1.0", "0.5");
      case "prompt_tokens", "completion_tokens" -> pick("0", "7", "4e2", "1000000000", "1.5");
      case "scores" -> object(List.of("\"a\":" + number(), "\"b-2\":0"));
      case "latency_ms", "ttft_ms", "duration_ms" ->
          Double.toString(Math.exp(3 * random.nextGaussian()));
      case "cached", "retracted" -> pick("true", "false", "null");
      case "schema" -> pick("1", "2.0", "10e-1");
      case "probabilities" -> object(List.of("\"a\":" + random.nextDouble(), "\"b\":0"));
      case "interval" ->
          object(
              List.of(
                  "\"lower\":" + -random.nextDouble(),
                  "\"upper\":" + pick("1", "2.5", "-0.5"),
                  "\"level\":0.9"));
      case "features" -> features();
      default -> pick(number(), string(10), "true", "null");
    };
  }

  private String features() {
    List<String> members = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String name = FEATURES[oneIn(20) ? random.nextInt(FEATURES.length) : i];
      String value = oneIn(5) ? pick("true", "null", "\"rain\"", "\"\"") : number();
      members.add(member(name, oneIn(200) ? pick(STRANGE) : value));
    }
    return object(members);
  }

  private String object(List<String> members) {
    String even = evenlySpaced ? ", " : ",";
    String comma = space() + (oneIn(300) ? ",," : even) + space();
    return "{" + space() + String.join(comma, members) + (oneIn(300) ? "," : "") + "}";
  }

  /** Within a few minutes, or ten thousand years; now and then one that does not exist. */
  private String time() {
    String date = oneIn(4) ? two(100) + two(100) + '-' + two(14) + '-' + two(32) : "2026-11-23";
    String minute = date + pick("T", "T", " ", "t") + pick("09", "10") + ":1" + random.nextInt(3);
    String second = oneIn(4) ? "" : ':' + two(61) + pick("", "", ".5", ",1234", ".123456789");
    return '"' + minute + second + pick("", "Z", "Z", "z", "+01", "-0530", "+18:59") + '"';
  }

  private String two(int bound) {
    return Integer.toString(100 + random.nextInt(bound)).substring(1);
  }

  private String number() {
    return switch (random.nextInt(7)) {
      case 6 -> decimal();
      case 0 -> Integer.toString(random.nextInt(-1000, 100_000));
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 2 -> Double.toString(random.nextGaussian());
      case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 4 -> Math.round(random.nextGaussian() * 1000) / 100.0 + "";
      default ->
          random.nextInt(100) + "." + (random.nextLong() >>> 1) + "e" + random.nextInt(-30, 30);
    };
  }

  /** About as long as eight characters. */
  private String decimal() {
    String whole = Integer.toString(random.nextInt(1 << random.nextInt(20)));
    return (oneIn(4) ? "-" : "") + whole + "." + (random.nextLong() >>> random.nextInt(1, 64));
  }

  private String string(int length) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(1, length + 1); i > 0; i--) {
      text.append((char) (oneIn(2000) ? random.nextInt(0x100) : random.nextInt('0', '[')));
    }
    return text.append('"').toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(8); i > 0; i--) {
      String plain = string(20);
      text.append(plain, 1, oneIn(3) ? 1 : plain.length() - 1);
      text.append(oneIn(100) ? pick(BROKEN_TEXTS) : pick(TEXTS));
    }
    return text.append('"').toString();
  }

  private String space() {
    return oneIn(10) ? SPACES[random.nextInt(oneIn(50) ? SPACES.length : SPACES.length - 1)] : "";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** The event with a few bytes changed, removed or doubled. */
  static byte[] mutated(byte[] event, Random random) {
    byte[] mutation = event.clone();
    for (int change = random.nextInt(1, 4); change > 0; change--) {
      int at = random.nextInt(mutation.length);
      switch (random.nextInt(4)) {
        case 0 -> mutation[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutation[at] = (byte) "{}[]\":,.-+0e9nNtI\\ ".charAt(random.nextInt(19));
        case 2 -> mutation = without(mutation, at);
        default -> {
          byte[] doubled = Arrays.copyOf(mutation, mutation.length + 1);
          System.arraycopy(mutation, at, doubled, at + 1, mutation.length - at);
          mutation = doubled;
        }
      }
    }
    return mutation;
  }

  private static byte[] without(byte[] bytes, int at) {
    byte[] shorter = Arrays.copyOf(bytes, Math.max(1, bytes.length - 1));
    System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
    return shorter;
  }
}
