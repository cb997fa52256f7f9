package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Reads generations. */
final class GenerationReader extends PayloadReader {

  private static final double MILLIS_PER_SECOND = 1000;
  private static final double MAX_TOKENS = 1e9;
  private static final int MAX_TEXT = 200_000;

  private final NestedReaders nested;
  private @Nullable PredictionId id;
  private double promptTokens = Double.NaN;
  private double completionTokens = Double.NaN;
  private double firstTokenMillis = Double.NaN;
  private double durationMillis = Double.NaN;
  private @Nullable String finishReason;
  private @Nullable String prompt;
  private @Nullable String completion;
  private SortedMap<String, Double> scores = Collections.emptySortedMap();
  private @Nullable String error;

  GenerationReader(FieldReader fields, NestedReaders nested) {
    super(fields);
    this.nested = nested;
  }

  @Override
  boolean readOwn(Field field, JsonParser json) throws IOException, Rejection {
    switch (field) {
      case ID -> id = fields.id(json);
      case PROMPT_TOKENS -> promptTokens = fields.whole(json, MAX_TOKENS);
      case COMPLETION_TOKENS -> completionTokens = fields.whole(json, MAX_TOKENS);
      case TIME_TO_FIRST_TOKEN -> firstTokenMillis = fields.number(json, 0, Double.MAX_VALUE);
      case DURATION -> durationMillis = fields.number(json, 0, Double.MAX_VALUE);
      case FINISH_REASON -> finishReason = fields.name(json);
      case PROMPT -> prompt = fields.words(json, MAX_TEXT);
      case COMPLETION -> completion = fields.words(json, MAX_TEXT);
      case SCORES -> scores = nested.scores().read(json);
      case ERROR -> error = fields.name(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean readOwn(Field field, PlainFields plain) {
    switch (field) {
      case ID -> id = plain.id();
      case PROMPT_TOKENS -> promptTokens = plain.whole(MAX_TOKENS);
      case COMPLETION_TOKENS -> completionTokens = plain.whole(MAX_TOKENS);
      case TIME_TO_FIRST_TOKEN -> firstTokenMillis = plain.number(0, Double.MAX_VALUE);
      case DURATION -> durationMillis = plain.number(0, Double.MAX_VALUE);
      case FINISH_REASON -> finishReason = plain.name();
      case PROMPT -> prompt = plain.words(MAX_TEXT);
      case COMPLETION -> completion = plain.words(MAX_TEXT);
      case SCORES -> scores = nested.scores().read(plain);
      case ERROR -> error = plain.name();
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Generation event(long timeMillis, boolean timeGiven) throws Rejection {
    if (firstTokenMillis > durationMillis) {
      throw Rejection.invalid(
          "ttft_ms", Double.toString(firstTokenMillis), "at most duration_ms, " + durationMillis);
    }
    return new Generation(
        required(id, "id", "the generation's own identifier"),
        requiredModel(),
        versionOrDefault(),
        timeMillis,
        promptTokens,
        completionTokens,
        firstTokenMillis / MILLIS_PER_SECOND,
        durationMillis / MILLIS_PER_SECOND,
        finishReason,
        prompt,
        completion,
        scores,
        error);
  }
}
