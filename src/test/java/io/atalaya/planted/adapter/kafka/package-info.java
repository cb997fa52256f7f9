/** Violations of the dependency rules, for the test of these. */
@NullMarked
package io.atalaya.planted.adapter.kafka;

import org.jspecify.annotations.NullMarked;
