package io.atalaya.demo.shop;

import java.time.Duration;

/**
 * An event of a session, as it is published.
 *
 * @param after how long after the session's beginning
 * @param topic where
 * @param key its id
 * @param json what
 */
public record Told(Duration after, String topic, String key, String json) {}
