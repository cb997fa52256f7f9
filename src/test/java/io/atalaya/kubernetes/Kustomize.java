package io.atalaya.kubernetes;

import static org.junit.jupiter.api.Assumptions.abort;

import io.atalaya.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/**
 * Renders directories with kustomize, or with the one inside kubectl, whichever is found first: in
 * {@code target/tools/bin}, where {@code .ci/tools} puts it, or on the PATH. Without either the
 * test is skipped. What was rendered once is kept.
 */
final class Kustomize {

  private static final Path COMPONENTS = Path.of("k8s/components");
  private static final Path WRAPPED =
      Path.of("target/kustomize", Long.toString(ProcessHandle.current().pid()));
  private static final Map<Path, List<Manifest>> RENDERED = new ConcurrentHashMap<>();

  private Kustomize() {}

  /** The objects of a base, overlay or example; of a component those of the base with it. */
  static List<Manifest> render(Path directory) {
    return RENDERED.computeIfAbsent(directory, Kustomize::rendered);
  }

  /**
   * One object of a directory.
   *
   * @param name its name, or with a hyphen at its end what it begins with
   */
  static Manifest find(Path directory, String kind, String name) {
    return render(directory).stream()
        .filter(manifest -> manifest.kind().equals(kind))
        .filter(
            manifest ->
                manifest.name().equals(name)
                    || (name.endsWith("-") && manifest.name().startsWith(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + directory));
  }

  /** Every directory below {@code k8s} that can be rendered, and the topics. */
  static Stream<Path> directories() throws IOException {
    List<Path> found = new ArrayList<>(List.of(Path.of("kafka/topics")));
    try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
      files
          .filter(file -> file.endsWith("kustomization.yaml"))
          .map(file -> file.resolveSibling(""))
          .sorted()
          .forEach(found::add);
    }
    return found.stream();
  }

  private static List<Manifest> rendered(Path directory) {
    List<String> command = new ArrayList<>(program());
    command.add((directory.startsWith(COMPONENTS) ? wrapped(directory) : directory).toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ":\n" + output);
      }
      return StreamSupport.stream(new Yaml().loadAll(output).spliterator(), false)
          .map(Manifest::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rendering " + directory, e);
    }
  }

  /** A component is nothing by itself. */
  private static Path wrapped(Path component) {
    try {
      Path overlay = Files.createDirectories(WRAPPED.resolve(component.getFileName()));
      Path root = overlay.toAbsolutePath().relativize(Path.of("").toAbsolutePath());
      Files.writeString(
          overlay.resolve("kustomization.yaml"),
          """
          apiVersion: kustomize.config.k8s.io/v1beta1
          kind: Kustomization
          resources: [%s/k8s/base]
          components: [%s/%s]
          """
              .formatted(root, root, component));
      return overlay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> program() {
    return Tool.find("kustomize")
        .map(tool -> List.of(tool.path().toString(), "build"))
        .or(() -> Tool.find("kubectl").map(tool -> List.of(tool.path().toString(), "kustomize")))
        .orElseGet(
            () ->
                abort(
                    "skipped: neither kustomize nor kubectl is on PATH or in target/tools/bin; run .ci/tools"));
  }
}
