package io.atalaya.notebook.quantization;

import io.atalaya.adapter.onnx.PackagedTokenizer;
import io.atalaya.adapter.terminal.Terminal;
import io.atalaya.quantization.Progress;
import io.atalaya.quantization.benchmark.ModelMemory;
import io.atalaya.quantization.model.OnnxModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the memory of models, each in a process of its own, by the service's own command. */
public final class MeasureMemory {

  private MeasureMemory() {}

  /** What that process runs: takes the file of a model. */
  public static void main(String[] arguments) {
    Terminal terminal =
        new Terminal(System.out, System.err, false, new PackagedTokenizer(), List.of());
    System.exit(terminal.run("measure-memory", arguments[0]));
  }

  /**
   * What each model adds to a process; nothing where the system does not tell.
   *
   * @param models by name
   * @param directory where their files are written
   */
  static Map<String, ModelMemory> of(
      Map<String, OnnxModel> models, Path directory, Progress progress) {
    Map<String, ModelMemory> memory = new LinkedHashMap<>();
    int done = 0;
    for (Map.Entry<String, OnnxModel> model : models.entrySet()) {
      Path file = directory.resolve("measured.onnx");
      model.getValue().save(file);
      ModelMemory.measure(command(file)).ifPresent(it -> memory.put(model.getKey(), it));
      progress.step("measuring memory", ++done, models.size());
    }
    return memory;
  }

  private static List<String> command(Path file) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-classpath",
        System.getProperty("java.class.path"),
        MeasureMemory.class.getName(),
        file.toString());
  }
}
