package io.atalaya.kpi;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import io.atalaya.kpi.KpiDefinition.CountDistinct;
import io.atalaya.kpi.KpiDefinition.Mean;
import io.atalaya.kpi.KpiDefinition.Share;
import io.atalaya.statistics.AccumulatorLaws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class KpiCountsLawsTest extends AccumulatorLaws<KpiCounts, KpiCountsLawsTest.Case> {

  private static final KpiPlan PLAN =
      new KpiPlan(
          Map.of(
              "low", new KpiDefinition(new Share("rating", 2), false, true),
              "very-low", new KpiDefinition(new Share("rating", 1), false, false),
              "who", new KpiDefinition(new CountDistinct("rating"), false, false),
              "paid", new KpiDefinition(new Mean("purchase"), true, false)));

  record Case(Interaction interaction, @Nullable String segment, boolean attributed) {}

  @Override
  protected KpiCounts empty() {
    return new KpiCounts();
  }

  @Override
  protected void add(KpiCounts accumulator, Case value) {
    accumulator.add(PLAN, value.interaction, value.segment, value.attributed);
  }

  @Override
  protected KpiCounts copy(KpiCounts accumulator) {
    KpiCounts copy = empty();
    copy.merge(accumulator);
    return copy;
  }

  @Override
  protected void write(KpiCounts accumulator, ByteWriter out) {
    accumulator.writeTo(out);
  }

  @Override
  protected KpiCounts read(ByteReader in) {
    return KpiCounts.readFrom(in);
  }

  @Override
  protected List<Case> values() {
    List<Case> values = new ArrayList<>();
    int i = 0;
    for (double value : ordinaryDoubles(true)) {
      values.add(
          new Case(
              interaction(
                  i % 3 == 0 ? "purchase" : "rating",
                  i % 5 == 0 ? null : "id-" + i % 700,
                  i % 7 == 0 ? Double.NaN : value),
              i % 4 == 0 ? null : "s" + i % 4,
              i++ % 2 == 0));
    }
    return values;
  }

  @Override
  protected List<Case> outliers() {
    return List.of(
        new Case(interaction("rating", "id-1", 1e100), "s1", true),
        new Case(interaction("rating", null, -1e100), "t", false),
        new Case(interaction("purchase", "other", 1e12), null, true));
  }

  @Override
  protected List<Case> refused() {
    return List.of(new Case(interaction("rating", null, Double.POSITIVE_INFINITY), "s1", false));
  }

  private static Interaction interaction(String type, @Nullable String id, double value) {
    return new Interaction(
        id == null ? null : PredictionId.of(id), "m", "1", 1_000, true, type, value, null);
  }
}
