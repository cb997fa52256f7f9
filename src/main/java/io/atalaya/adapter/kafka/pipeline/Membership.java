package io.atalaya.adapter.kafka.pipeline;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.DescribeClassicGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * This instance's place in its consumer groups, and their offsets, as the groups see them.
 *
 * <p>A process that was stopped for a while finds everything as it left it, and learns only from
 * its next heartbeat that others have its partitions; and the connector repeats a poll that was
 * refused for good. Therefore the group is asked. Safe for use by several threads.
 */
final class Membership {

  private static final Logger LOG = Logger.getLogger(Membership.class);
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int OFFSETS_SECONDS = 10;

  /** What a group says. */
  enum Standing {
    /** The consumers are those that the groups know, as far as they have joined. */
    MEMBER,
    /** A group gave the partitions away; the consumer will learn it and join again. */
    EXPELLED,
    /** Another process has the name of this one. */
    REPLACED
  }

  private final Admin admin;
  private final String instance;

  /** The member id by group, from when partitions are assigned until they are given up. */
  private final Map<String, String> joined = new ConcurrentHashMap<>();

  /** Every group that was ever joined: no other may be left in the name of this process. */
  private final Set<String> groups = ConcurrentHashMap.newKeySet();

  /**
   * @param instance the name that the consumers have in every group
   */
  Membership(Admin admin, Instance instance) {
    this.admin = admin;
    this.instance = instance.name();
  }

  /** A group assigned partitions, be it none. */
  void joined(ConsumerGroupMetadata group) {
    groups.add(group.groupId());
    joined.put(group.groupId(), group.memberId());
  }

  /** The partitions of a group are given up; what it says of this instance now proves nothing. */
  void left(String group) {
    joined.remove(group);
  }

  /**
   * Asks the groups.
   *
   * @throws TimeoutException when no answer comes in time
   */
  Standing ask() throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> asked = new HashMap<>(joined);
    if (asked.isEmpty()) {
      return Standing.MEMBER;
    }
    Map<String, ClassicGroupDescription> groups =
        admin
            .describeClassicGroups(
                asked.keySet(), new DescribeClassicGroupsOptions().timeoutMs(TIMEOUT_MILLIS))
            .all()
            .get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    Standing standing = Standing.MEMBER;
    for (Map.Entry<String, ClassicGroupDescription> group : groups.entrySet()) {
      String member = asked.getOrDefault(group.getKey(), "");
      // A consumer gives up its partitions before it joins again: still there, it has not.
      if (member.equals(joined.get(group.getKey()))) {
        Standing here = of(member, group.getValue().members());
        standing = here.compareTo(standing) > 0 ? here : standing;
      }
    }
    return standing;
  }

  private Standing of(String member, Collection<MemberDescription> members) {
    boolean known = false;
    for (MemberDescription other : members) {
      known |= other.consumerId().equals(member);
      if (other.groupInstanceId().filter(instance::equals).isPresent()
          && !other.consumerId().equals(member)) {
        return Standing.REPLACED;
      }
    }
    return known ? Standing.MEMBER : Standing.EXPELLED;
  }

  /**
   * The committed offsets of {@code group}, without those that a transaction under way may change.
   *
   * @throws KafkaException when there is no answer
   */
  Map<TopicPartition, OffsetAndMetadata> offsets(String group) {
    try {
      return admin
          .listConsumerGroupOffsets(
              group, new ListConsumerGroupOffsetsOptions().requireStable(true))
          .partitionsToOffsetAndMetadata()
          .get(OFFSETS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new KafkaException("the offsets of group " + group + " are not known", failure);
    } catch (InterruptedException interrupted) {
      throw new InterruptException(interrupted);
    }
  }

  /**
   * Leaves what was joined, so that others take over at once: for a consumer with a name, to close
   * is not to leave. To be called when the consumers are closed.
   */
  void leave() throws InterruptedException {
    for (String group : groups) {
      try {
        RemoveMembersFromConsumerGroupOptions ourselves =
            new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(instance)));
        ourselves.timeoutMs(TIMEOUT_MILLIS);
        admin
            .removeMembersFromConsumerGroup(group, ourselves)
            .all()
            .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException failure) {
        LOG.debugf(failure, "Could not leave group %s; it will notice", group);
      }
    }
  }
}
