package io.atalaya.adapter.inference;

import io.atalaya.cache.InputHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who waits for the answer to which input of a model: when the last of them is gone, the calls to
 * the model server that are on their way for it are abandoned. Safe for use by several threads.
 */
final class Waiting {

  private final Map<InputHash, Party> parties = new ConcurrentHashMap<>();

  /** Those who wait for one answer. */
  private record Party(int size, List<UpstreamCall> calls) {}

  /** One more waits. */
  void join(InputHash input) {
    parties.merge(
        input, new Party(1, List.of()), (known, one) -> new Party(known.size + 1, known.calls));
  }

  /** The server is asked for those who wait; if nobody does any more, it need not answer. */
  void ask(InputHash input, UpstreamCall call) {
    Party party =
        parties.computeIfPresent(
            input,
            (key, known) -> {
              List<UpstreamCall> calls = new ArrayList<>(known.calls);
              calls.add(call);
              return new Party(known.size, calls);
            });
    if (party == null) {
      call.abandon();
    }
  }

  /** One waits no more, with an answer or without. */
  void leave(InputHash input) {
    List<UpstreamCall> unwanted = new ArrayList<>();
    parties.computeIfPresent(
        input,
        (key, known) -> {
          if (known.size > 1) {
            return new Party(known.size - 1, known.calls);
          }
          unwanted.addAll(known.calls);
          return null;
        });
    unwanted.forEach(UpstreamCall::abandon);
  }
}
