/** Pure numerics: exact sums, rank histograms, two-sample tests, quantiles. */
@NullMarked
package io.atalaya.statistics;

import org.jspecify.annotations.NullMarked;
