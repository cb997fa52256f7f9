package io.atalaya.nativeimage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library behind JNI, by the words in its file: the classes and constructors that it looks up
 * stand there as the JVM writes them.
 *
 * @param content one character a byte
 */
record NativeLibrary(String content) {

  /** A class of the JDK or of one of the makers; Rust puts one word right behind the other. */
  private static final Pattern CLASS =
      Pattern.compile(
          "(?<!L)(?:java/(?:lang|util|io)|ai/onnxruntime|ai/djl|com/github/luben)(?:/[a-z]+)*/[A-Z][A-Za-z0-9]*(?:\\$[A-Z][A-Za-z0-9]*)?");

  private static final Pattern CONSTRUCTOR =
      Pattern.compile("\\((?:\\[*(?:[BCDFIJSZ]|L[\\w/$]+;))+\\)V");
  private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");

  /** Reads a library of the class path. */
  static NativeLibrary read(String resource) throws IOException {
    try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return new NativeLibrary(new String(in.readAllBytes(), ISO_8859_1));
    }
  }

  /** Names of classes, with slashes; behind one there may be letters of the next word. */
  Set<String> classes() {
    return found(CLASS, 0);
  }

  /** Descriptors of constructors, and of methods that return nothing. */
  Set<String> constructors() {
    return found(CONSTRUCTOR, 0);
  }

  /** The newest minor version of glibc that is asked for: 34 for 2.34. */
  int glibc() {
    return found(GLIBC, 1).stream().mapToInt(Integer::parseInt).max().orElse(0);
  }

  private Set<String> found(Pattern pattern, int group) {
    Set<String> found = new TreeSet<>();
    for (Matcher matcher = pattern.matcher(content); matcher.find(); ) {
      found.add(matcher.group(group));
    }
    return found;
  }
}
