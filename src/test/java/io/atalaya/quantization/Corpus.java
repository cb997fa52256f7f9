package io.atalaya.quantization;

import static io.atalaya.quantization.TestGraph.normal;
import static io.atalaya.quantization.TestGraph.number;
import static io.atalaya.quantization.TestGraph.whole;
import static io.atalaya.quantization.TestGraph.wholes;

import io.atalaya.quantization.inference.Tensor;
import io.atalaya.quantization.model.OnnxModel;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model for each operator that is quantized, in each of its forms, with what to give it.
 *
 * @param name what it is about
 * @param model the model, with one output
 * @param inputs for 16 samples
 * @param calibratedOnly whether it is quantized with calibration alone
 */
record Corpus(String name, OnnxModel model, Map<String, Tensor> inputs, boolean calibratedOnly) {

  static List<Corpus> models() {
    return List.of(
        of(
            "MatMul",
            new TestGraph(13, -1, 24).weights("w", 24, 10).node("MatMul", "y", List.of("x", "w"))),
        new Corpus(
            "MatMul of three axes, two of one input",
            new TestGraph(13, -1, 5, 24)
                .weights("w", 24, 10)
                .weights("v", 24, 10)
                .node("MatMul", "a", List.of("x", "w"))
                .node("MatMul", "b", List.of("x", "v"))
                .node("Add", "y", List.of("a", "b"))
                .returning("y"),
            Map.of("x", normal(2, 16, 5, 24)),
            false),
        of(
            "MatMul of operators 18, where axes are an input",
            new TestGraph(18, -1, 24).weights("w", 24, 10).node("MatMul", "y", List.of("x", "w"))),
        of(
            "Gemm without a bias",
            new TestGraph(13, -1, 24).weights("w", 24, 10).node("Gemm", "y", List.of("x", "w"))),
        of(
            "Gemm, transposed, with factors",
            new TestGraph(13, -1, 24)
                .weights("w", 10, 24)
                .weights("b", 10)
                .node(
                    "Gemm",
                    "y",
                    List.of("x", "w", "b"),
                    whole("transB", 1),
                    number("alpha", 0.5f),
                    number("beta", 2))),
        of(
            "Gemm with one bias for all columns",
            new TestGraph(13, -1, 24)
                .weights("w", 24, 10)
                .weights("b", 1)
                .node("Gemm", "y", List.of("x", "w", "b"))),
        of(
            "Gemm with a computed bias",
            new TestGraph(13, -1, 24)
                .weights("w", 24, 10)
                .node("Identity", "c", List.of("x"))
                .weights("v", 24, 10)
                .node("MatMul", "c2", List.of("c", "v"))
                .node("Gemm", "y", List.of("x", "w", "c2"))),
        of(
            "layers with a ReLU between",
            new TestGraph(13, -1, 24)
                .weights("w", 24, 32)
                .weights("b", 32)
                .weights("v", 32, 10)
                .node("Gemm", "h", List.of("x", "w", "b"))
                .node("Relu", "r", List.of("h"))
                .node("Gemm", "y", List.of("r", "v"))),
        new Corpus(
            "Gather of rows",
            new TestGraph(13, -1, 3)
                .indexes("i", -1, 3)
                .weights("table", 40, 10)
                .node("Gather", "rows", List.of("table", "i"))
                .node("ReduceSum", "s", List.of("x"))
                .node("Mul", "t", List.of("rows", "s"))
                .node("Div", "y", List.of("t", "s"))
                .returning("y"),
            Map.of(
                "x", normal(3, 16, 3), "i", new Tensor.Longs(indexes(48, 40), new long[] {16, 3})),
            false),
        convolution(
            "Conv with a bias",
            new TestGraph(13, -1, 3, 8, 8)
                .weights("k", 6, 3, 3, 3)
                .weights("b", 6)
                .node("Conv", "y", List.of("x", "k", "b"), wholes("pads", 1L, 1L, 1L, 1L))),
        convolution(
            "Conv with ReLU, then Conv",
            new TestGraph(13, -1, 3, 8, 8)
                .weights("k", 6, 3, 3, 3)
                .weights("b", 6)
                .weights("l", 4, 6, 3, 3)
                .node("Conv", "c", List.of("x", "k", "b"))
                .node("Relu", "r", List.of("c"))
                .node("Conv", "y", List.of("r", "l"))),
        convolution(
            "Conv of groups",
            new TestGraph(13, -1, 3, 8, 8)
                .weights("k", 6, 1, 3, 3)
                .node("Conv", "y", List.of("x", "k"), whole("group", 3))));
  }

  private static Corpus of(String name, TestGraph graph) {
    return new Corpus(name, graph.returning("y"), Map.of("x", normal(1, 16, 24)), false);
  }

  private static Corpus convolution(String name, TestGraph graph) {
    return new Corpus(name, graph.returning("y"), Map.of("x", normal(4, 16, 3, 8, 8)), true);
  }

  private static long[] indexes(int number, int bound) {
    return new Random(5).longs(number, 0, bound).toArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
