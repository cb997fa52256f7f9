package io.atalaya.planted.statistics;

import io.micrometer.core.instrument.MeterRegistry;

record UsesMicrometer(MeterRegistry registry) {}
