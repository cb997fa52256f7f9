/** The Kafka side: events decoded, consumed and published, and the topics they live in. */
@NullMarked
package io.atalaya.adapter.kafka;

import org.jspecify.annotations.NullMarked;
