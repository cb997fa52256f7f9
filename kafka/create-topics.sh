#!/bin/sh
# Creates the topics that are missing on any Kafka cluster, and leaves those that exist as they are.
#
#   BOOTSTRAP         a broker's host:port (localhost:9092)
#   PARTITIONS        of the inputs, monitoring.scores, .rekeyed and .snapshots, equal for all of them (12)
#   MODEL_PARTITIONS  of the topics by model, equal for all of them (6)
#   REPLICATION       the copies of each partition (3)
#   COMMAND_CONFIG    a properties file for the admin client: TLS, SASL (none)
#   KAFKA_TOPICS      the command of the Kafka distribution (kafka-topics.sh)
set -eu

bootstrap=${BOOTSTRAP:-localhost:9092}
partitions=${PARTITIONS:-12}
model_partitions=${MODEL_PARTITIONS:-6}
replication=${REPLICATION:-3}
kafka_topics=${KAFKA_TOPICS:-kafka-topics.sh}

if ! command -v "$kafka_topics" >/dev/null 2>&1; then
  echo "create-topics: $kafka_topics not found: put Kafka's bin directory on the PATH or set KAFKA_TOPICS." >&2
  exit 1
fi

day=86400000
replay=$((14 * day))    # a drift window of 7 days, a label horizon of 24 hours, a week for repairs
compact_after=$((7 * day))

# create NAME PARTITIONS SETTING...
create() {
  name=$1
  count=$2
  shift 2
  settings=$#
  while [ "$settings" -gt 0 ]; do
    set -- "$@" --config "$1"
    shift
    settings=$((settings - 1))
  done
  if [ -n "${COMMAND_CONFIG:-}" ]; then
    set -- "$@" --command-config "$COMMAND_CONFIG"
  fi
  "$kafka_topics" --bootstrap-server "$bootstrap" --create --if-not-exists --topic "$name" \
    --partitions "$count" --replication-factor "$replication" "$@"
}

# What producers publish has the broker's time: it decides what is late.
for name in predictions outcomes interactions generations; do
  create "inference.$name" "$partitions" \
    cleanup.policy=delete message.timestamp.type=LogAppendTime "retention.ms=$replay"
done
create model.lifecycle 1 \
  cleanup.policy=delete message.timestamp.type=LogAppendTime "retention.ms=$((365 * day))"

# What is computed of generated texts is read like what producers publish.
create monitoring.scores "$partitions" \
  cleanup.policy=delete message.timestamp.type=LogAppendTime "retention.ms=$replay"

# Forwarded records keep their original timestamps; compaction thins out statements of progress.
create monitoring.rekeyed "$partitions" \
  cleanup.policy=compact,delete message.timestamp.type=CreateTime "retention.ms=$replay" \
  segment.ms=3600000

# The service deletes its old snapshots itself, if it may; retention is for those that it leaves.
create monitoring.snapshots "$partitions" \
  cleanup.policy=delete "retention.ms=$((7 * day))" segment.bytes=67108864

create monitoring.references 1 cleanup.policy=compact max.message.bytes=16777216
create monitoring.partials "$model_partitions" \
  cleanup.policy=compact,delete "retention.ms=$replay" segment.ms=3600000
create monitoring.state "$model_partitions" \
  cleanup.policy=compact max.message.bytes=16777216 segment.ms=3600000
create monitoring.signals "$model_partitions" \
  cleanup.policy=compact "min.compaction.lag.ms=$compact_after"
create cache.invalidations "$model_partitions" \
  cleanup.policy=compact "min.compaction.lag.ms=$compact_after"
create monitoring.digests "$model_partitions" cleanup.policy=delete "retention.ms=$((35 * day))"
create monitoring.dead-letters "$model_partitions" cleanup.policy=delete "retention.ms=$((30 * day))"
