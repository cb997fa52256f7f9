package io.atalaya.adapter.probe.http;

import java.util.List;

/** A model at a server, and what it is asked. */
public sealed interface ModelServer {

  /** Where the server is. */
  Endpoint endpoint();

  /** The model's name at the server. */
  String model();

  /**
   * A server of KServe's V2 protocol, such as the OpenVINO Model Server. Asked: {@code ready}, and
   * {@code infer} with a test prediction.
   *
   * @param endpoint where the server is
   * @param model the model's name there
   * @param inputs the test prediction's, one or more
   * @param expected of its outputs; all must be well-formed and finite anyhow
   */
  record V2(
      Endpoint endpoint, String model, List<InputTensor> inputs, List<ExpectedOutput> expected)
      implements ModelServer {
    public V2 {
      inputs = List.copyOf(inputs);
      expected = List.copyOf(expected);
      if (inputs.isEmpty()) {
        throw new IllegalArgumentException(
            "input: is empty: give the inputs of a test prediction, for example {name: inputs,"
                + " datatype: FP32, shape: [1, 7], data: 0.5}");
      }
    }
  }

  /**
   * vLLM. Asked are its health, its list of models, which must have this one, and a generation of
   * one token, since its health says nothing of an engine that is stuck.
   *
   * @param endpoint where the server is
   * @param model the model's name there
   * @param prompt what is to be continued
   */
  record Vllm(Endpoint endpoint, String model, String prompt) implements ModelServer {
    public Vllm {
      if (prompt.isBlank()) {
        throw new IllegalArgumentException("prompt: is empty: give a short text");
      }
    }
  }
}
