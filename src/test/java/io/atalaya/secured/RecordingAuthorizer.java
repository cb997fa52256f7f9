package io.atalaya.secured;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's own authorizer, and what it was asked: which rights a user made use of, and which it
 * lacked. Safe for use by several threads.
 */
public final class RecordingAuthorizer extends StandardAuthorizer {

  private static final Map<String, Set<String>> ALLOWED = new ConcurrentHashMap<>();
  private static final Map<String, Set<String>> DENIED = new ConcurrentHashMap<>();

  /** Made by the broker, which is told the class. */
  public RecordingAuthorizer() {}

  /** What was allowed, for example {@code READ TOPIC inference.predictions}. */
  static Set<String> allowed(String user) {
    return new TreeSet<>(ALLOWED.getOrDefault(user, Set.of()));
  }

  /** What was asked for on purpose and refused, in the same form. */
  static Set<String> denied(String user) {
    return new TreeSet<>(DENIED.getOrDefault(user, Set.of()));
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    List<AuthorizationResult> results = super.authorize(context, actions);
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
      // To list what may be seen is to ask about everything; refusals of that are not told.
      if (allowed ? action.logIfAllowed() : action.logIfDenied()) {
        (allowed ? ALLOWED : DENIED)
            .computeIfAbsent(context.principal().getName(), user -> new ConcurrentSkipListSet<>())
            .add(
                "%s %s %s"
                    .formatted(
                        action.operation(),
                        action.resourcePattern().resourceType(),
                        action.resourcePattern().name()));
      }
    }
    return results;
  }
}
