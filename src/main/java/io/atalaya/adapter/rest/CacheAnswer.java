package io.atalaya.adapter.rest;

import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Lookup;
import java.time.Instant;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the cache answers to one input.
 *
 * @param hit whether the answer is there
 * @param key by what the cache knows the input
 * @param prediction of a hit, what was stored
 * @param confidence of a hit, 0 to 1, when the model gave one
 * @param version of a hit, the model's version
 * @param segment of a hit, the part of the traffic
 * @param time of a hit, when the model answered
 * @param expires of a hit, when it is no longer given
 * @param level of a hit, where it was: memory, redis, postgres, or shared when another request had
 *     the model asked meanwhile
 * @param epoch of a miss, what a later put has to carry
 * @param lead of a miss, whether others wait for what the caller puts
 */
public record CacheAnswer(
    boolean hit,
    String key,
    @Nullable @Schema(description = "What was stored") Object prediction,
    OptionalDouble confidence,
    @Nullable String version,
    @Nullable String segment,
    @Nullable Instant time,
    @Nullable Instant expires,
    @Nullable String level,
    @Nullable Long epoch,
    @Nullable Boolean lead) {

  static CacheAnswer of(InputHash input, Lookup lookup) {
    return switch (lookup) {
      case Lookup.Hit(CachedAnswer answer, String level) ->
          new CacheAnswer(
              true,
              input.text(),
              CacheBody.answer(answer.body()),
              Double.isNaN(answer.confidence())
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(answer.confidence()),
              answer.version(),
              answer.segment(),
              Instant.ofEpochMilli(answer.timeMillis()),
              Instant.ofEpochMilli(answer.expiresMillis()),
              level,
              null,
              null);
      case Lookup.Miss(long stamp, boolean leads) ->
          new CacheAnswer(
              false,
              input.text(),
              null,
              OptionalDouble.empty(),
              null,
              null,
              null,
              null,
              null,
              stamp,
              leads);
    };
  }
}
