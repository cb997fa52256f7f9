/** Event time: panes, sliding windows, progress. */
@NullMarked
package io.atalaya.window;

import org.jspecify.annotations.NullMarked;
