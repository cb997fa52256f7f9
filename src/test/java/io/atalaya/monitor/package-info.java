/** Tests of one model's monitor. */
@NullMarked
package io.atalaya.monitor;

import org.jspecify.annotations.NullMarked;
