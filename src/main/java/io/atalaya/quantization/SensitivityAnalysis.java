package io.atalaya.quantization;

import io.atalaya.quantization.model.OnnxModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the nodes whose quantization does the most harm, and leaves out as many as it takes.
 *
 * <p>The harm of a node is what the fidelity loses when it alone is quantized. The worst are left
 * out, one more at a time, until the target holds or a bound on their number is met.
 *
 * <p>Cost: a model quantized and judged for each node, and for each one left out.
 *
 * @param quantizer of the model
 * @param fidelity of a quantized model, higher is better
 * @param progress is told of each model judged
 */
public record SensitivityAnalysis(Quantizer quantizer, Fidelity fidelity, Progress progress) {

  /** How good a quantized model is: the mean cosine of its answers with the original's, say. */
  @FunctionalInterface
  public interface Fidelity {

    /** Higher is better. */
    double of(OnnxModel model);
  }

  /**
   * A node and its harm.
   *
   * @param node its name
   * @param fidelity of the model in which it alone is quantized
   */
  public record Sensitivity(String node, double fidelity) {}

  /**
   * What the analysis came to.
   *
   * @param model the model with the fewest nodes left out that meets the target, or the best there
   *     is
   * @param fidelity of that model
   * @param met whether it meets the target
   * @param excluded the names of the nodes left out, worst first
   */
  public record Outcome(QuantizedModel model, double fidelity, boolean met, List<String> excluded) {

    public Outcome {
      excluded = List.copyOf(excluded);
    }
  }

  /** The nodes, worst first. */
  public List<Sensitivity> scan() {
    List<String> nodes = quantizer.quantize().nodes().stream().map(node -> node.name()).toList();
    List<Sensitivity> scanned = new ArrayList<>();
    for (String node : nodes) {
      Set<String> others = new TreeSet<>(nodes);
      others.remove(node);
      others.addAll(quantizer.excluded());
      double alone = fidelity.of(quantizer.quantize(others).model());
      scanned.add(new Sensitivity(node, alone));
      progress.step("quantizing one node at a time", scanned.size(), nodes.size());
    }
    scanned.sort(Comparator.comparingDouble(Sensitivity::fidelity));
    return scanned;
  }

  /**
   * Leaves nodes out until the target is met.
   *
   * @param target the least fidelity
   * @param most nodes are left out at most
   */
  public Outcome meet(double target, int most) {
    QuantizedModel model = quantizer.quantize();
    Outcome best = outcome(model, target, List.of());
    if (best.met()) {
      return best;
    }
    List<String> worst =
        scan().stream().map(Sensitivity::node).collect(Collectors.toCollection(ArrayList::new));
    int bound = Math.min(most, worst.size() - 1);
    for (int number = 1; number <= bound; number++) {
      List<String> excluded = List.copyOf(worst.subList(0, number));
      Set<String> all = new LinkedHashSet<>(excluded);
      all.addAll(quantizer.excluded());
      Outcome outcome = outcome(quantizer.quantize(all), target, excluded);
      progress.step("leaving out the worst nodes", number, bound);
      if (outcome.met()) {
        return outcome;
      }
      best = outcome.fidelity() > best.fidelity() ? outcome : best;
    }
    return best;
  }

  private Outcome outcome(QuantizedModel model, double target, List<String> excluded) {
    double reached = fidelity.of(model.model());
    return new Outcome(model, reached, reached >= target, excluded);
  }
}
