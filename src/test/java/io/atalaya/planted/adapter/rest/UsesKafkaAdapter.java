package io.atalaya.planted.adapter.rest;

import io.atalaya.planted.adapter.kafka.Consumer;

record UsesKafkaAdapter(Consumer consumer) {}
