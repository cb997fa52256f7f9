package io.atalaya.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.adapter.kafka.TopicDefinition;
import io.atalaya.adapter.kafka.Topics;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class GrantsTest {

  @Test
  void everyTopicIsGrantedAndNoOther() throws Exception {
    Set<String> topics =
        Topics.definitions().stream()
            .map(TopicDefinition::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(topics, granted(false, AclOperation.READ, AclOperation.WRITE));
    assertEquals(topics, granted(true, AclOperation.READ, AclOperation.WRITE));
  }

  @Test
  void whatOthersPublishIsWrittenByAPublisherAlone() throws Exception {
    Set<String> inputs = new TreeSet<>(granted(true, AclOperation.WRITE));
    inputs.removeAll(granted(false, AclOperation.WRITE));
    assertEquals(
        Set.of(
            Topics.PREDICTIONS,
            Topics.OUTCOMES,
            Topics.INTERACTIONS,
            Topics.GENERATIONS,
            Topics.LIFECYCLE),
        inputs);
  }

  private static Set<String> granted(boolean publishing, AclOperation... operations)
      throws Exception {
    return Grants.to("atalaya", publishing).stream()
        .filter(right -> right.pattern().resourceType() == ResourceType.TOPIC)
        .filter(right -> Set.of(operations).contains(right.entry().operation()))
        .map(AclBinding::pattern)
        .map(pattern -> pattern.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
