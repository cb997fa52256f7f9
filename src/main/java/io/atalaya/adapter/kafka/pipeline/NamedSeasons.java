package io.atalaya.adapter.kafka.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.drift.ReferenceProfile;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.drift.Seasons;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The field {@code seasons} of a reference's record.
 *
 * @param names those that have a record of their own
 */
record NamedSeasons(Seasons seasons, List<String> names) {

  static NamedSeasons of(SeasonalProfile profile) {
    return new NamedSeasons(
        profile.seasons(),
        profile.members().keySet().stream().map(profile.seasons()::name).toList());
  }

  void write(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("seasons");
    out.writeStringField("season", seasons.cycle().label());
    out.writeStringField("zone", seasons.zone().getId());
    out.writeArrayFieldStart("names");
    for (String name : names) {
      out.writeString(name);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** Reads the object on which the parser stands. */
  static NamedSeasons read(JsonParser json) throws IOException {
    String cycle = "";
    String zone = "";
    List<String> names = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "season" -> cycle = json.getText();
        case "zone" -> zone = json.getText();
        case "names" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            names.add(json.getText());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new NamedSeasons(Seasons.of(cycle, zone), names);
  }

  /**
   * The profile of these seasons.
   *
   * @param member the profile of a season, by its name
   */
  SeasonalProfile profile(String id, Function<String, ReferenceProfile> member) {
    SortedMap<Integer, ReferenceProfile> members = new TreeMap<>();
    for (String name : names) {
      int season =
          seasons
              .named(name)
              .orElseThrow(() -> new IllegalArgumentException("there is no season " + name));
      members.put(season, member.apply(name));
    }
    return new SeasonalProfile(id, seasons, members);
  }
}
