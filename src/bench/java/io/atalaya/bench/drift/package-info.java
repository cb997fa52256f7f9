/** How often drift is seen where there is none, and how often where there is some. */
@NullMarked
package io.atalaya.bench.drift;

import org.jspecify.annotations.NullMarked;
