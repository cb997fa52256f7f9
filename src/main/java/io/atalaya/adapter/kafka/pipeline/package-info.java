/** The two stages on Kafka: consume, count through the monitors, commit in transactions. */
@NullMarked
package io.atalaya.adapter.kafka.pipeline;

import org.jspecify.annotations.NullMarked;
