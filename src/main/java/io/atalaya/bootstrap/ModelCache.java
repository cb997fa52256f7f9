package io.atalaya.bootstrap;

import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.prefetch.PrefetchSettings;

/**
 * How the answers of a model are cached.
 *
 * @param settings what is kept, and for how long
 * @param prefetch what is asked for ahead
 */
record ModelCache(CacheSettings settings, PrefetchSettings prefetch) {}
