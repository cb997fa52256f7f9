package io.atalaya;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.base.DescribedPredicate.or;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.config.ConfigMapping;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The dependency rules of the code below one package.
 *
 * @param root {@code io.atalaya}, or where violations are planted
 */
record Architecture(String root) {

  private static final String[] NUMERIC_LIBRARIES = {
    "org.apache.commons.math3..", "org.apache.datasketches..", "org.HdrHistogram.."
  };

  /** The packages of a framework, by the one adapter that may use them. */
  private static final Map<String, String[]> FRAMEWORKS =
      Map.ofEntries(
          Map.entry(
              "kafka",
              new String[] {
                "org.apache.kafka..",
                "org.eclipse.microprofile.reactive.messaging..",
                "io.smallrye.reactive.messaging.."
              }),
          Map.entry("memory", new String[] {"com.github.benmanes.caffeine.."}),
          Map.entry("metrics", new String[] {"io.micrometer..", "io.prometheus.."}),
          Map.entry(
              "redis",
              new String[] {"io.quarkus.redis..", "io.vertx.redis..", "io.vertx.mutiny.redis.."}),
          Map.entry(
              "postgres",
              new String[] {"java.sql..", "io.agroal..", "org.postgresql..", "org.flywaydb.."}),
          Map.entry(
              "rest",
              new String[] {
                "jakarta.ws.rs..",
                "org.jboss.resteasy..",
                "org.eclipse.microprofile.openapi..",
                "io.quarkus.smallrye.openapi.."
              }),
          Map.entry(
              "probe", new String[] {"org.eclipse.microprofile.health..", "io.smallrye.health.."}),
          Map.entry("onnx", new String[] {"ai.djl.."}),
          Map.entry("inference", new String[] {"io.vertx.ext.web..", "io.netty.."}),
          Map.entry(
              "guard",
              new String[] {
                "io.smallrye.faulttolerance..", "org.eclipse.microprofile.faulttolerance.."
              }),
          Map.entry("oidc", new String[] {"io.quarkus.oidc..", "io.quarkus.security.."}),
          Map.entry("report", new String[] {"io.quarkus.mailer..", "io.quarkus.qute.."}),
          Map.entry("terminal", new String[] {"picocli.."}));

  /** R1: the core depends on the JDK, JSpecify and itself; two packages on their libraries too. */
  ArchRule coreIsPlain() {
    DescribedPredicate<JavaClass> plain =
        or(resideInAnyPackage("java..", "javax..", "org.jspecify.."), core());
    return noClasses()
        .that(core())
        .and(not(in("statistics")))
        .and(not(in("quantization")))
        .should()
        .dependOnClassesThat(not(plain))
        .as("R1: the core depends on the JDK, JSpecify and itself")
        .allowEmptyShould(true);
  }

  /** R1 for the one package of the core that may use numeric libraries. */
  ArchRule statisticsIsNumeric() {
    return librariesOf("statistics", NUMERIC_LIBRARIES);
  }

  /** R1 for the one package of the core that may use ONNX. */
  ArchRule quantizationIsOnnx() {
    return librariesOf(
        "quantization", "ai.onnxruntime..", "ai.onnx.proto..", "com.google.protobuf..");
  }

  private ArchRule librariesOf(String name, String... libraries) {
    return noClasses()
        .that(in(name))
        .should()
        .dependOnClassesThat(
            not(
                or(
                    resideInAnyPackage("java..", "javax..", "org.jspecify.."),
                    resideInAnyPackage(libraries),
                    core())))
        .as("R1: " + name + " depends on the core and its libraries")
        .allowEmptyShould(true);
  }

  /** R2: the numeric libraries stay behind {@code statistics}. */
  ArchRule numericLibrariesAreHidden() {
    return noClasses()
        .that(not(in("statistics")))
        .should()
        .dependOnClassesThat(resideInAnyPackage(NUMERIC_LIBRARIES))
        .as("R2: numeric libraries are used in statistics alone")
        .allowEmptyShould(true);
  }

  /** R3: time is injected. */
  ArchRule coreReadsNoClock() {
    return noClasses()
        .that(core())
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .as("R3: the core reads no clock")
        .allowEmptyShould(true);
  }

  /** R4: packages are free of cycles. */
  ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .as("R4: packages have no cycles");
  }

  /** R5: the capabilities ignore each other. */
  ArchRule capabilitiesIgnoreEachOther() {
    return slices()
        .matching(root + ".(matching|accuracy|drift|kpi|generation)..")
        .should()
        .notDependOnEachOther()
        .as("R5: capabilities ignore each other");
  }

  /** R6: the adapters ignore each other. */
  ArchRule adaptersIgnoreEachOther() {
    return slices()
        .matching(root + ".adapter.(*)..")
        .should()
        .notDependOnEachOther()
        .as("R6: adapters ignore each other");
  }

  /** The adapters that a framework is confined to. */
  static Iterable<String> frameworkAdapters() {
    return FRAMEWORKS.keySet();
  }

  /** R7: the framework of {@code adapter} lives there alone. */
  ArchRule frameworkLivesIn(String adapter) {
    return noClasses()
        .that(not(in("adapter." + adapter)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(FRAMEWORKS.getOrDefault(adapter, new String[0])))
        .as("R7: the framework of adapter." + adapter + " lives there alone")
        .allowEmptyShould(true);
  }

  /**
   * R7: JSON is read and written where records are, where files are, where bodies have no fixed
   * shape, where model servers are probed, where tensors are (those of the inference front are too
   * large for trees), and where figures are printed for other programs.
   */
  ArchRule jsonIsParsedInFewAdapters() {
    return noClasses()
        .that(not(in("adapter.kafka")))
        .and(not(in("adapter.file")))
        .and(not(in("adapter.inference")))
        .and(not(in("adapter.probe")))
        .and(not(in("adapter.report")))
        .and(not(in("adapter.rest")))
        .and(not(in("adapter.terminal")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.."))
        .as(
            "R7: Jackson is used in adapter.file, .inference, .kafka, .probe, .report, .rest and .terminal alone")
        .allowEmptyShould(true);
  }

  /**
   * R7: the HTTP of Vert.x is the framework of the inference front; where resources are, the
   * address of a caller is read from it, which JAX-RS does not tell.
   */
  ArchRule vertxHttpIsUsedInTwoAdapters() {
    return noClasses()
        .that(not(in("adapter.inference")))
        .and(not(in("adapter.rest")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.vertx.core.http.."))
        .as("R7: the HTTP of Vert.x is used in adapter.inference and adapter.rest alone")
        .allowEmptyShould(true);
  }

  /** R7: the configuration is read in {@code bootstrap}. */
  ArchRule configurationIsReadInBootstrap() {
    return noClasses()
        .that(not(in("bootstrap")))
        .should()
        .dependOnClassesThat(type(ConfigMapping.class))
        .as("R7: configuration is mapped in bootstrap alone")
        .allowEmptyShould(true);
  }

  /** R8: nobody depends on {@code bootstrap}. */
  ArchRule nobodyDependsOnBootstrap() {
    return noClasses()
        .that(not(in("bootstrap")))
        .should()
        .dependOnClassesThat(in("bootstrap"))
        .as("R8: nobody depends on bootstrap")
        .allowEmptyShould(true);
  }

  /**
   * R9: nothing is looked up by name while the service runs, so that a native executable has to be
   * told of libraries alone. Records are read through their accessors, bytes through views.
   */
  ArchRule nothingIsLookedUpByName() {
    return noClasses()
        .that(resideInAPackage(root + ".."))
        .should()
        .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
        .orShould()
        .dependOnClassesThat(type(ServiceLoader.class))
        .orShould()
        .dependOnClassesThat(type(ObjectInputStream.class))
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .callMethod(ClassLoader.class, "loadClass", String.class)
        .orShould()
        .callMethod(MethodHandles.class, "lookup")
        .as("R9: nothing is looked up by name");
  }

  /**
   * R10: nothing runs on the common pool. Its threads have the system's class loader: a bean that
   * one of them is the first to use is made of another configuration.
   */
  ArchRule nothingRunsOnTheCommonPool() {
    return noClasses()
        .that(resideInAPackage(root + ".."))
        .should()
        .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
        .orShould()
        .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
        .as("R10: nothing runs on the common pool");
  }

  private DescribedPredicate<JavaClass> in(String name) {
    return resideInAPackage(root + "." + name + "..");
  }

  private DescribedPredicate<JavaClass> core() {
    return resideInAPackage(root + "..").and(not(in("adapter"))).and(not(in("bootstrap")));
  }
}
