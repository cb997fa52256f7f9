#!/usr/bin/env bash
# Prints the files in rules/ as PrometheusRules for the Prometheus operator, one to a file; a test compares with what is
# committed:  k8s/monitoring/prometheus-rules.sh >k8s/monitoring/prometheus-rules.yaml
set -euo pipefail
cd "$(dirname "$0")/rules"
export LC_ALL=C
echo "# Made from rules/ by prometheus-rules.sh: change those."
for file in *.yaml; do
  printf -- '---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: atalaya-%s\nspec:\n' "${file%.yaml}"
  sed -e '/^#/d' -e 's/^\(.\)/  \1/' "$file"
done
