/** Windows against their definition. */
@NullMarked
package io.atalaya.window;

import org.jspecify.annotations.NullMarked;
