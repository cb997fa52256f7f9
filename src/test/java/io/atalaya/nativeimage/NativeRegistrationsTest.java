package io.atalaya.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is looked up by name at run time is registered, and what is registered is there. Nothing
 * here builds an executable: each library is asked what it looks up.
 */
class NativeRegistrationsTest {

  /** The records of the API's package that are no part of a body. */
  private static final Set<String> NEVER_WRITTEN =
      Set.of("io.atalaya.adapter.rest.Audit$Attempt", "io.atalaya.adapter.rest.CallerContext");

  private static final String ONNX = "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";
  private static final String TOKENIZERS = "native/lib/linux-x86_64/cpu/libtokenizers.so";

  /** The glibc of the image that the executable runs in, UBI 9: 2.34. */
  private static final int GLIBC_OF_THE_IMAGE = 34;

  private final Metadata metadata = read();

  @Test
  void theFileHasTheFormOfGraalVm() throws IOException {
    assertEquals(Set.of("comment", "reflection", "resources"), names(Metadata.tree()));
    Set<String> known =
        Set.of(
            "type",
            "jniAccessible",
            "methods",
            "fields",
            "allDeclaredConstructors",
            "allDeclaredFields",
            "allDeclaredMethods");
    metadata
        .reflection()
        .values()
        .forEach(entry -> assertTrue(known.containsAll(names(entry)), entry::toString));
  }

  @Test
  void whatIsRegisteredIsThere() throws Exception {
    for (String type : metadata.reflection().keySet()) {
      Class<?> there = type(type);
      for (Map.Entry<String, List<String>> method : metadata.methods(type)) {
        Class<?>[] parameters = parameters(method.getValue());
        if (method.getKey().equals(Metadata.CONSTRUCTOR)) {
          var constructor = there.getDeclaredConstructor(parameters);
          assertEquals(there, constructor.getDeclaringClass());
        } else {
          Method declared = there.getDeclaredMethod(method.getKey(), parameters);
          assertEquals(there, declared.getDeclaringClass());
        }
      }
      for (String field : metadata.fields(type)) {
        Field declared = there.getDeclaredField(field);
        assertEquals(there, declared.getDeclaringClass());
      }
    }
  }

  @Test
  void whatOnnxRuntimeLooksUpIsRegistered() throws Exception {
    NativeLibrary library = NativeLibrary.read(ONNX);
    assertEquals(Set.of(), missing(library.classes()));
    Set<String> registered = registeredConstructors("ai.onnxruntime.");
    Set<String> lookedUp = new TreeSet<>(library.constructors());
    assertTrue(lookedUp.size() > 5, lookedUp::toString);
    lookedUp.removeAll(registered);
    assertEquals(Set.of(), lookedUp, "constructors that nothing registers");
  }

  @Test
  void whatTheTokenizerLooksUpIsRegistered() throws Exception {
    // The words end where a class does: what is behind belongs to the next word.
    Set<String> unknown =
        NativeLibrary.read(TOKENIZERS).classes().stream()
            .filter(
                name ->
                    metadata.jniTypes().stream()
                        .noneMatch(type -> name.startsWith(type.replace('.', '/'))))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), unknown);
  }

  @Test
  void theLibrariesLoadInTheImage() throws Exception {
    for (String library :
        List.of("ai/onnxruntime/native/linux-x64/libonnxruntime.so", ONNX, TOKENIZERS)) {
      int glibc = NativeLibrary.read(library).glibc();
      assertTrue(glibc > 0 && glibc <= GLIBC_OF_THE_IMAGE, library + " asks for glibc 2." + glibc);
    }
  }

  /** Zstandard's library reads and writes the fields of the object that calls it. */
  @Test
  void fieldsThatNativeMethodsMaySetAreRegistered() throws Exception {
    List<String> missing = new ArrayList<>();
    Path jar =
        Path.of(
            com.github.luben.zstd.Zstd.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (!entry.getName().startsWith("com/github/luben/zstd/Zstd")
            || !entry.getName().endsWith(".class")) {
          continue;
        }
        Class<?> type = type(entry.getName().replace(".class", "").replace('/', '.'));
        boolean sets =
            Stream.of(type.getDeclaredMethods())
                    .map(Method::getModifiers)
                    .anyMatch(Modifier::isNative)
                && Stream.of(type.getDeclaredFields())
                    .map(Field::getModifiers)
                    .anyMatch(modifiers -> !Modifier.isStatic(modifiers));
        if (sets
            && !(metadata.has(type.getName(), "jniAccessible")
                && metadata.has(type.getName(), "allDeclaredFields"))) {
          missing.add(type.getName());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  /** Caffeine generates a class for every combination of settings, and finds it by name. */
  @Test
  void theCachesClassesAreRegistered() throws Exception {
    // The settings of CaffeineLevel.
    Object cache =
        Caffeine.newBuilder()
            .maximumWeight(1)
            .weigher((key, value) -> 1)
            .ticker(() -> 0)
            .expireAfter(Expiry.creating((key, value) -> java.time.Duration.ofDays(1)))
            .executor(Runnable::run)
            .evictionListener((key, value, cause) -> {})
            .build();
    Object bounded = valueOf(cache, "cache");
    for (Class<?> generated :
        List.of(bounded.getClass(), valueOf(bounded, "nodeFactory").getClass())) {
      assertTrue(metadata.has(generated.getName(), "allDeclaredConstructors"), generated::toString);
    }
  }

  /** Our resources answer with a {@code Response}, of whose content Quarkus knows nothing. */
  @Test
  void everyRecordOfTheApiIsRegistered() throws Exception {
    Set<Class<?>> written = new java.util.LinkedHashSet<>();
    for (JavaClass type : code()) {
      if (type.getPackageName().equals("io.atalaya.adapter.rest")
          && type.isAssignableTo(Record.class)
          && !NEVER_WRITTEN.contains(type.getName())) {
        collect(type.reflect(), written);
      }
    }
    assertTrue(written.size() > 20, written::toString);
    List<String> missing =
        written.stream()
            .map(Class::getName)
            .filter(name -> !metadata.has(name, "allDeclaredMethods"))
            .sorted()
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void everyPatternOfResourcesFindsOne() throws Exception {
    Set<String> all = new TreeSet<>();
    for (String jar : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      if (jar.endsWith(".jar")) {
        try (JarFile file = new JarFile(jar)) {
          file.stream().map(JarEntry::getName).forEach(all::add);
        }
      }
    }
    for (Map.Entry<String, String> glob : metadata.globs().entrySet()) {
      PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + glob.getKey());
      boolean found =
          glob.getValue().isEmpty()
              ? all.stream().map(Path::of).anyMatch(pattern::matches)
              : Files.exists(inJdk(glob.getValue(), glob.getKey()));
      assertTrue(found, glob::getKey);
    }
    for (String bundle : metadata.bundles()) {
      assertTrue(Files.exists(inJdk("java.base", bundle.replace('.', '/') + ".class")), bundle);
    }
  }

  @Test
  void theLibrariesThatAreUnpackedAreResources() {
    List<Path> needed =
        Stream.of(
                "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                ONNX,
                TOKENIZERS,
                "native/lib/tokenizers.properties",
                "net/jpountz/util/linux/amd64/liblz4-java.so",
                "linux/amd64/libzstd-jni-" + com.github.luben.zstd.util.ZstdVersion.VERSION + ".so")
            .map(Path::of)
            .toList();
    for (Path file : needed) {
      assertTrue(
          metadata.globs().keySet().stream()
              .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
              .anyMatch(pattern -> pattern.matches(file)),
          file::toString);
    }
  }

  private static Path inJdk(String module, String file) {
    FileSystem jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    return jdk.getPath("modules", module, file);
  }

  private Set<String> missing(Set<String> classes) {
    assertFalse(classes.isEmpty());
    Set<String> missing = new TreeSet<>();
    for (String name : classes) {
      if (!metadata.jniTypes().contains(name.replace('/', '.'))) {
        missing.add(name);
      }
    }
    return missing;
  }

  private Set<String> registeredConstructors(String prefix) throws ClassNotFoundException {
    Set<String> descriptors = new TreeSet<>();
    for (String type : metadata.jniTypes()) {
      for (Map.Entry<String, List<String>> method : metadata.methods(type)) {
        if (type.startsWith(prefix) && method.getKey().equals(Metadata.CONSTRUCTOR)) {
          descriptors.add(
              Stream.of(parameters(method.getValue()))
                  .map(Class::descriptorString)
                  .collect(Collectors.joining("", "(", ")V")));
        }
      }
    }
    return descriptors;
  }

  /** A record with the records and enumerations that its components are made of. */
  private static void collect(Type type, Set<Class<?>> into) {
    switch (type) {
      case Class<?> array when array.isArray() -> collect(array.getComponentType(), into);
      case Class<?> one -> {
        if (one.getName().startsWith("io.atalaya.")
            && (one.isRecord() || one.isEnum() || one.isSealed())
            && into.add(one)) {
          if (one.isRecord()) {
            for (RecordComponent component : one.getRecordComponents()) {
              collect(component.getGenericType(), into);
            }
          }
          if (one.isSealed()) {
            for (Class<?> permitted : one.getPermittedSubclasses()) {
              collect(permitted, into);
            }
          }
        }
      }
      case ParameterizedType generic -> {
        collect(generic.getRawType(), into);
        Stream.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, into));
      }
      case GenericArrayType array -> collect(array.getGenericComponentType(), into);
      case WildcardType any ->
          Stream.of(any.getUpperBounds()).forEach(bound -> collect(bound, into));
      default -> {}
    }
  }

  private static Object valueOf(Object object, String field) throws IllegalAccessException {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field declared : type.getDeclaredFields()) {
        if (declared.getName().equals(field)) {
          declared.setAccessible(true);
          return declared.get(object);
        }
      }
    }
    throw new AssertionError(object.getClass() + " has no " + field);
  }

  private static JavaClasses code() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.atalaya.adapter.rest");
  }

  private static Class<?>[] parameters(List<String> names) throws ClassNotFoundException {
    Class<?>[] parameters = new Class<?>[names.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = type(names.get(i));
    }
    return parameters;
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    if (name.endsWith("[]")) {
      return type(name.substring(0, name.length() - 2)).arrayType();
    }
    return switch (name) {
      case "int" -> int.class;
      case "long" -> long.class;
      default -> Class.forName(name, false, NativeRegistrationsTest.class.getClassLoader());
    };
  }

  private static Set<String> names(com.fasterxml.jackson.databind.JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Metadata read() {
    try {
      return Metadata.read();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
