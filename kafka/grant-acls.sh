#!/bin/sh
# Gives the service's user the rights that it needs on a Kafka cluster with an authorizer, no more.
#
#   PRINCIPAL       the user (User:atalaya)
#   PUBLISHING      yes when the service is to publish events for others: POST /v1/events, the
#                   inference front, invalidations by request (no)
#   BOOTSTRAP       a broker's host:port (localhost:9092)
#   COMMAND_CONFIG  a properties file for the admin client: TLS, SASL (none)
#   KAFKA_ACLS      the command of the Kafka distribution (kafka-acls.sh)
set -eu

principal=${PRINCIPAL:-User:atalaya}
bootstrap=${BOOTSTRAP:-localhost:9092}
kafka_acls=${KAFKA_ACLS:-kafka-acls.sh}

if ! command -v "$kafka_acls" >/dev/null 2>&1; then
  echo "grant-acls: $kafka_acls not found: put Kafka's bin directory on the PATH or set KAFKA_ACLS." >&2
  exit 1
fi

# grant OPTION NAME PATTERN OPERATION...
grant() {
  resource=$1
  name=$2
  pattern=$3
  shift 3
  operations=$#
  while [ "$operations" -gt 0 ]; do
    set -- "$@" --operation "$1"
    shift
    operations=$((operations - 1))
  done
  if [ -n "${COMMAND_CONFIG:-}" ]; then
    set -- "$@" --command-config "$COMMAND_CONFIG"
  fi
  "$kafka_acls" --bootstrap-server "$bootstrap" --add --allow-principal "$principal" \
    "$resource" "$name" --resource-pattern-type "$pattern" "$@"
}

# Each right includes Describe. Of a topic that is only read, nothing can be lost.
for name in inference.predictions inference.outcomes inference.interactions inference.generations \
  model.lifecycle; do
  if [ "${PUBLISHING:-no}" = yes ]; then
    grant --topic "$name" literal Read Write
  else
    grant --topic "$name" literal Read
  fi
done
for name in monitoring.scores monitoring.rekeyed monitoring.partials monitoring.state \
  monitoring.references monitoring.signals monitoring.digests cache.invalidations; do
  grant --topic "$name" literal Read Write
done
# Snapshots that were replaced are deleted.
grant --topic monitoring.snapshots literal Read Write Delete
grant --topic monitoring.dead-letters literal Write

grant --group atalaya literal Read
grant --group atalaya-models literal Read
# Every process hears all announcements, in a group of its own.
grant --group atalaya-announcements- prefixed Read
grant --transactional-id atalaya- prefixed Write
