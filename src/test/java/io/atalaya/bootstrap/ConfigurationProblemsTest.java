package io.atalaya.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each problem is one line that names key, value, bound and remedy. */
class ConfigurationProblemsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pane: 99ms          | pane: 99ms is not from 100ms to 1h: give a duration, for example 10s
          pane: 0             | pane: 0ms is not from 100ms to 1h: give a duration, for example 10s
          pane: 10            | pane: 10 is no duration: give a whole number and a unit (ms, s, m, h, d), for example 10s
          grace: -5m          | grace: -5m is no duration: give a whole number and a unit (ms, s, m, h, d), for example 5m
          grace: 99999d       | grace: 99999d is above 3650d: give a shorter duration, for example 5m
          max-models: 0       | max-models: 0 is below 1: raise it
          max-models: many    | max-models: many is no whole number: give one, for example 200
          max-pending: 0      | max-pending: 0 is below 1: give a number of predictions, for example 5000000
          max-series: 0       | max-series: 0 is below 1: give a number of series, for example 2000
          instance: a b       | instance: 'a b' is no name of an instance: give 1 to 200 letters, digits, dots, hyphens or underscores, for example atalaya-0
          snapshot-every: 10ms | snapshot-every: 10 ms is below 1s: give a longer duration, for example 1h
          pame: 10s           | pame: unknown key: did you mean pane?
          zebra: 10s          | zebra: unknown key: use one of access, api, cache, defaults, grace, instance, max-models, max-pending, max-series, models, pane, probes, reports, scoring, snapshot-every, systems
          pane: [10s, 5s]     | pane: is a list: give one value
          pane: {of: 10s}     | pane: is a block: give one value
          models: [a, b]      | models: is a list: give a block, for example {bike-demand: {windows: [5m, 1h, 24h]}}
          api: {token-file: /no/such} | api.token-file: /no/such cannot be read: give the path of a file with the token
          defaults: {windows: [25s]}  | defaults.windows: 25s is no multiple of the pane of 10s: give 20s or 30s
          """)
  void ofTheWhole(String yaml, String problem) {
    assertEquals(
        List.of("atalaya." + problem), ConfigurationText.of("atalaya: {" + yaml + "}").problems());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          kind: classifer           | kind: classifer is unknown: did you mean classifier?
          kind: tree                | kind: tree is unknown: give one of predictive, classifier, generative
          windows: [5m, 361]        | windows: 361 is no duration: give a whole number and a unit (ms, s, m, h, d), for example 1h
          windows: 3610s            | windows: 3610s cannot slide in 30 to 360 even steps of whole panes of 10s: give 1h or 3620s
          windows: []               | windows: is empty: give one or more, for example [1h]
          label-horizon: 0          | label-horizon: PT0S is not above 0: give a duration, for example 24h
          label-horizn: 24h         | label-horizn: unknown key: did you mean label-horizon?
          expected-range: {}        | expected-range: has neither min nor max: give one or both, for example {min: 0, max: 1500}
          expected-range: {min: 2, max: 1}   | expected-range.min: 2.0 is above max 1.0: give min at most max
          expected-range: {min: NaN}         | expected-range.min: NaN is no number: give one, for example 0
          drift: {window: 7s}       | drift.window: 7s is no multiple of the pane of 10s: give 10s
          drift: {alpha: 0}         | drift.alpha: 0.0 is not between 0 and 1: give a false discovery rate, for example 0.01
          drift: {false-alarms: 0}  | drift.false-alarms: 0.0 is not above 0: give alarms in 30 days, for example 1
          drift: {alpha: 0.01, false-alarms: 1} | drift: has both alpha and false-alarms: give one, for example false-alarms: 1
          drift: {reference: {auto: 100, season: hour-of-day}} | drift.reference.season: is of a file, a learned reference has no seasons: give a file, or make one of a time range of predictions through REST
          drift: {reference: {zone: UTC}} | drift.reference.zone: is of a file, a learned reference has no seasons: give a file, or make one of a time range of predictions through REST
          drift: {reference: {file: none.csv, season: hour, time: at}} | drift.reference.season: hour is unknown: give hour-of-day or hour-of-week
          drift: {reference: {file: none.csv, season: hour-of-day}} | drift.reference.time: is missing: give the name of the column with the time of each row
          drift: {reference: {file: none.csv, season: hour-of-day, time: at, zone: Madrid}} | drift.reference.zone: Madrid is no time zone: give one, for example Europe/Madrid
          drift: {effect: {psi: -1}} | drift.effect.psi: -1.0 is not 0 or more: give an index, for example 0.2
          drift: {effect: {jensen-shannon: 2}} | drift.effect.jensen-shannon: 2.0 is not from 0 to 1: give a distance, for example 0.1
          drift: {effect: {cramers-v: 2}} | drift.effect.cramers-v: 2.0 is not from 0 to 1: give a distance, for example 0.1
          drift: {alpha: 1}         | drift.alpha: 1.0 is not between 0 and 1: give a false discovery rate, for example 0.01
          drift: {effect: {ks: 1.1}}         | drift.effect.ks: 1.1 is not from 0 to 1: give a distance, for example 0.1
          drift: {effect: {wasserstein: -1}} | drift.effect.wasserstein: -1.0 is not 0 or more: give a share of the reference's standard deviation, for example 0.1
          drift: {effect: {entropy: 1}}      | drift.effect.entropy: unknown key: use one of cramers-v, inputs, jensen-shannon, ks, neyman, psi, wasserstein
          drift: {effect: {inputs: -1}}      | drift.effect.inputs: -1.0 is not from 0 to 1: give a share, for example 0.02
          drift: {features: {a: {kind: number}}} | drift.features.a.kind: number is unknown: give one of numeric, categorical
          drift: {features: {a: {importance: -1}}} | drift.features.a.importance: -1.0 is not 0 or more: give a weight, for example 2
          drift: {features: {a: {weight: 1}}} | drift.features.a.weight: unknown key: use one of importance, kind
          drift: {features: {a: numeric}}    | drift.features.a: numeric is no block: give a block, for example {kind: categorical, importance: 2}
          drift: {min-samples: 0}            | drift.min-samples: 0 is below 1: give a number of values, for example 300
          drift: {persistence: {of: 0, at-least: 1}} | drift.persistence.of: 0 is not from 1 to 100: give a number of windows, for example 3
          drift: {persistence: {of: 3, at-least: 4}} | drift.persistence.at-least: 4 is not from 1 to 3 (of): give how many of the last 3 windows must agree
          drift: {max-window: 30m}           | drift.max-window: 1800s is shorter than the window of 1h: give that or more, for example 7d
          drift: {reference: {auto: 1}}      | drift.reference.auto: 1 is not from 2 to 25000: give a number of values, for example 10000
          drift: {reference: {on-deployed: 1}} | drift.reference.on-deployed: 1 is neither true nor false: give one of them
          drift: {reference: {healthy: true}} | drift.reference.healthy: the model has no threshold that says when it is: add one to the model, for example thresholds: {accuracy: {min: 0.80}}
          drift: {reference: {healthy: true}}, thresholds: {} | drift.reference.healthy: the model has no threshold that says when it is: add one to the model, for example thresholds: {accuracy: {min: 0.80}}
          drift: {reference: {over: 0s}}     | drift.reference.over: PT0S is not above 0: give a duration, for example 24h
          drift: {reference: {file: /no/such.csv}} | drift.reference.file: /no/such.csv does not exist: give the path of a CSV file with a header, or of JSON Lines
          drift: yes                | drift: true is no block: give a block, for example {window: 1h}
          prices: {call: -1}        | prices.call: -1.0 is no price: give a number from 0 up, for example 0.002
          prices: {input-tokens: -0.1} | prices.input-tokens: -0.1 is no price: give a number from 0 up, for example 0.15
          prices: {output-tokens: 1e12} | prices.output-tokens: 1.0E12 is no price: give a number from 0 up, for example 0.60
          prices: {output-token: 1} | prices.output-token: unknown key: did you mean output-tokens?
          prices: {call: cheap}     | prices.call: cheap is no number: give one, for example 0.002
          kpis: {a: {}}             | kpis.a: needs exactly one of ratio, rate, sum, mean, share, count-distinct: give for example {ratio: {of: conversion, to: impression}} or {mean: rating}
          kpis: {a: {mean: b, sum: b}} | kpis.a: needs exactly one of ratio, rate, sum, mean, share, count-distinct: give for example {ratio: {of: conversion, to: impression}} or {mean: rating}
          kpis: {a: {ratio: {to: b}}} | kpis.a.ratio: has neither of nor sum: give one, for example {of: conversion, to: impression}
          kpis: {a: {ratio: {of: b, sum: b, to: c}}} | kpis.a.ratio: has both of and sum: give one, for example {sum: purchase, to: predictions}
          kpis: {a: {share: {of: b}}} | kpis.a.share.at-most: is empty: give a value, for example 2
          kpis: {a: {share: {of: b, at-most: two}}} | kpis.a.share.at-most: two is no number: give one, for example 2
          kpis: {a: {mean: b, segments: all}} | kpis.a.segments: all is neither true nor false: give one of them
          kpis: {a: {mean: b, atributed: true}} | kpis.a.atributed: unknown key: did you mean attributed?
          attribution-window: 25h | attribution-window: 25h is not above 0 and at most label-horizon, 24h: give less, or raise that
          attribution-window: 0 | attribution-window: 0h is not above 0 and at most label-horizon, 24h: give less, or raise that
          kpis: {a: {ratio: {of: b}}}        | kpis.a.ratio.to: is empty: give a type of interaction, for example conversion
          kpis: {a: {mean: ' '}}    | kpis.a.mean: is empty: give a type of interaction, for example conversion
          invalidation: {on: [drft]}         | invalidation.on: drft is no check: did you mean drift?
          invalidation: {on: ['kpi:a']}      | invalidation.on: kpi:a is not defined: define it under kpis of the model
          invalidation: {dry-run: maybe}     | invalidation.dry-run: maybe is neither true nor false: give one of them
          invalidation: {cooldown: soon}     | invalidation.cooldown: soon is no duration: give a whole number and a unit (ms, s, m, h, d), for example 10m
          """)
  void ofAModel(String yaml, String problem) {
    assertEquals(List.of("atalaya.models.m." + problem), problemsOfModel(yaml));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          accuracy: {min: 1.4}        | accuracy.min: 1.4 is above 1: give a ratio from 0 to 1, for example 0.80
          accuracy: {min: 101%}       | accuracy.min: 1.01 is above 1: give a ratio from 0 to 1, for example 0.80
          accuracy: {min: -0.1}       | accuracy.min: -0.1 is below 0: give a ratio from 0 to 1, for example 0.80
          accuracy: {min: high}       | accuracy.min: high is no ratio: give a number or a percentage, for example 0.80
          accuracy: {min: 1e999}      | accuracy.min: 1e999 is no ratio: give a number or a percentage, for example 0.80
          accuracy: 0.8               | accuracy: 0.8 is no block: give a block, for example {min: 0.80} or {max: 100ms}
          accuracy: {}                | accuracy: has neither min nor max: give one of them
          accuracy: {min: 0.1, max: 0.9}  | accuracy: has both min and max: give a list of two bounds, [{min: …}, {max: …}]
          accuracy: [{min: 2}]        | accuracy[0].min: 2 is above 1: give a ratio from 0 to 1, for example 0.80
          accuracy: [{min: 0.8}, 1]   | accuracy[1]: 1 is no block: give a block, for example {min: 0.80} or {max: 100ms}
          accuracy: {min: 0.8, severity: fatal}       | accuracy.severity: fatal is unknown: give one of info, warning, critical
          accuracy: {min: 0.8, min-scored: -1}        | accuracy.min-scored: -1 is below 0: give a number of pairs, for example 30
          accuracy: {min: 0.8, min-coverage: 1.5}     | accuracy.min-coverage: 1.5 is not from 0 to 1: give the least share of labelled predictions, for example 0.5
          accuracy: {min: 0.8, confidence-level: 0.49} | accuracy.confidence-level: 0.49 is neither 0 nor from 0.5 to below 1: give how sure a breach must be, for example 0.95
          accuracy: {min: 0.8, confidence-level: 100%} | accuracy.confidence-level: 1.0 is neither 0 nor from 0.5 to below 1: give how sure a breach must be, for example 0.95
          accuracy: {min: 0.8, confidence-level: high} | accuracy.confidence-level: high is no ratio: give a number or a percentage, for example 0.95
          latency-p95: {max: 1s, confidence-level: 95%} | latency-p95.confidence-level: latency-p95 is not over scored pairs: remove it
          accuracy: {min: 0.8, clear: 101%}           | accuracy.clear: 1.01 is not from 0 to 1: give a share of the limit, for example 5%
          accuracy: {min: 0.8, window: 15s}           | accuracy.window: 15s is no multiple of the pane of 10s: give 10s or 20s
          accuracy: {min: 0.8, hold: 2m}              | accuracy.hold: unknown key: use one of clear, confidence-level, for, max, min, min-coverage, min-scored, severity, window
          accuracy: [{min: 0.8}, {min: 0.7}]          | accuracy: two min bounds over 1h of severity warning: keep one
          acuracy: {min: 0.8}         | acuracy: unknown check: did you mean accuracy?
          latency-p95: {max: 100}     | latency-p95.max: 100 is no duration: give a whole number and a unit (ms, s, m, h, d), for example 100ms
          r2: {min: 1.01}             | r2.min: 1.01 is above 1: give a number of at most 1, for example 0.7
          mae: {max: -1}              | mae.max: -1 is below 0: give a number of 0 or more, for example 50
          drift: {max: 0.1}           | drift: drift has no threshold: set the drift block of the model
          no-data: {max: 1}           | no-data: no-data is judged without a threshold: remove it
          out-of-range: {max: 1%}     | out-of-range: needs the expected-range of the model: give it min, max or both
          kpi:clicks: {min: 0.1}      | kpi:clicks: kpi:clicks is not defined: define it under kpis of the model
          """)
  void ofAThreshold(String yaml, String problem) {
    assertEquals(
        List.of("atalaya.models.m.thresholds." + problem),
        problemsOfModel("thresholds: {" + yaml + "}"));
  }

  @Test
  void allAreReportedTogetherInOneLineEach() {
    assertEquals(
        List.of(
            "atalaya.pane: 7x is no duration: give a whole number and a unit (ms, s, m, h, d), for"
                + " example 10s",
            "atalaya.models.\"v1.2\".unti: unknown key: did you mean unit?",
            "atalaya.defaults.kind: x is unknown: give one of predictive, classifier, generative"),
        ConfigurationText.of("atalaya: {pane: 7x, models: {v1.2: {unti: m}}, defaults: {kind: x}}")
            .problems());
  }

  @Test
  void badValueInTheEnvironmentIsNamedByItsKey() {
    assertEquals(
        List.of("atalaya.max-models: x is no whole number: give one, for example 200"),
        ConfigurationText.of("a: b", Map.of("ATALAYA_MAX_MODELS", "x")).problems());
  }

  @Test
  void undefinedVariableIsNamed() {
    assertEquals(
        List.of(
            "atalaya.pane: ${NO_SUCH} refers to something undefined: define it, or write the value"
                + " itself"),
        ConfigurationText.of("atalaya: {pane: '${NO_SUCH}'}").problems());
  }

  @Test
  void emptyTokenFileIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), " \n");

    assertEquals(
        List.of(
            "atalaya.api.token-file: "
                + file
                + " is empty: write the token into it, for example that of openssl rand -hex 32"),
        ConfigurationText.of("atalaya: {api: {token-file: '%s'}}".formatted(file)).problems());
  }

  @Test
  void failureSaysThatAtalayaCannotStartBeforeEachProblem() {
    assertEquals(
        "Atalaya cannot start: a" + System.lineSeparator() + "Atalaya cannot start: b c",
        new StartupFailure(List.of("a", "b\nc")).getMessage());
  }

  private static List<String> problemsOfModel(String yaml) {
    return ConfigurationText.of("atalaya: {models: {m: {" + yaml + "}}}").problems();
  }
}
