/** What many models and features cost: both stages in memory, without a broker. */
@NullMarked
package io.atalaya.bench.scale;

import org.jspecify.annotations.NullMarked;
