/** Tests of event time. */
@NullMarked
package io.atalaya.window;

import org.jspecify.annotations.NullMarked;
