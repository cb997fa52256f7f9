/** Programs beside Java that tests run: those of Prometheus, kubectl. */
@NullMarked
package io.atalaya.tool;

import org.jspecify.annotations.NullMarked;
