/** Tests of the Kafka side and of the contract in {@code kafka/}. */
@NullMarked
package io.atalaya.adapter.kafka;

import org.jspecify.annotations.NullMarked;
