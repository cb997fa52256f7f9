package io.atalaya.cache;

/**
 * Where a cached answer is kept. The epoch is part of it, so that an invalidation of the whole
 * model leaves all of its answers behind at once.
 *
 * @param model the model's name
 * @param epoch the model's epoch, 0 or more
 * @param input what was asked
 */
public record CacheKey(String model, long epoch, InputHash input) {}
