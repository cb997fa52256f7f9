package io.atalaya;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Holds the code to the dependency rules, and each rule to a violation planted for it. */
class ArchitectureTest {

  private static final Architecture CODE = new Architecture("io.atalaya");
  private static final Architecture PLANTED = new Architecture("io.atalaya.planted");

  private static final JavaClasses CODE_CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CODE.root());
  private static final JavaClasses PLANTED_CLASSES =
      new ClassFileImporter().importPackages(PLANTED.root());

  @Test
  void coreIsPlain() {
    holds(Architecture::coreIsPlain, "signal.UsesMath");
  }

  @Test
  void statisticsUsesNumericLibrariesAlone() {
    holds(Architecture::statisticsIsNumeric, "statistics.UsesMicrometer");
  }

  @Test
  void quantizationUsesOnnxAlone() {
    holds(Architecture::quantizationIsOnnx, "quantization.UsesMath");
  }

  @Test
  void numericLibrariesAreHidden() {
    holds(Architecture::numericLibrariesAreHidden, "signal.UsesMath");
  }

  @Test
  void coreReadsNoClock() {
    holds(Architecture::coreReadsNoClock, "signal.ReadsClock.millis");
    holds(Architecture::coreReadsNoClock, "signal.ReadsClock.nanos");
    holds(Architecture::coreReadsNoClock, "signal.ReadsClock.instant");
    holds(Architecture::coreReadsNoClock, "signal.ReadsClock.clock");
  }

  @Test
  void packagesHaveNoCycles() {
    holds(Architecture::packagesHaveNoCycles, "drift.UsesMatching");
  }

  @Test
  void capabilitiesIgnoreEachOther() {
    holds(Architecture::capabilitiesIgnoreEachOther, "drift.UsesMatching");
  }

  @Test
  void adaptersIgnoreEachOther() {
    holds(Architecture::adaptersIgnoreEachOther, "adapter.rest.UsesKafkaAdapter");
  }

  @Test
  void frameworksLiveInOneAdapter() {
    for (String adapter : Architecture.frameworkAdapters()) {
      holds(
          architecture -> architecture.frameworkLivesIn(adapter),
          "signal.UsesFrameworks." + adapter);
    }
  }

  @Test
  void nothingIsLookedUpByName() {
    for (String way : List.of("byName", "byLoader", "byHandle", "byService", "byMethod")) {
      holds(Architecture::nothingIsLookedUpByName, "signal.LooksUpByName." + way);
    }
  }

  @Test
  void jsonIsParsedInFewAdapters() {
    holds(Architecture::jsonIsParsedInFewAdapters, "signal.UsesFrameworks.json");
  }

  @Test
  void vertxHttpIsUsedInTwoAdapters() {
    holds(Architecture::vertxHttpIsUsedInTwoAdapters, "signal.UsesFrameworks.http");
  }

  @Test
  void configurationIsReadInBootstrap() {
    holds(Architecture::configurationIsReadInBootstrap, "signal.UsesFrameworks.configuration");
  }

  @Test
  void nobodyDependsOnBootstrap() {
    holds(Architecture::nobodyDependsOnBootstrap, "signal.UsesBootstrap");
  }

  @Test
  void nothingRunsOnTheCommonPool() {
    holds(Architecture::nothingRunsOnTheCommonPool, "signal.UsesCommonPool.supply");
    holds(Architecture::nothingRunsOnTheCommonPool, "signal.UsesCommonPool.run");
  }

  /** The code keeps a rule, and the rule finds {@code violation}. */
  private static void holds(Function<Architecture, ArchRule> rule, String violation) {
    rule.apply(CODE).check(CODE_CLASSES);
    String found =
        String.valueOf(
            assertThrows(AssertionError.class, () -> rule.apply(PLANTED).check(PLANTED_CLASSES))
                .getMessage());
    assertTrue(found.contains(PLANTED.root() + "." + violation), found);
  }
}
