/** What a platform asks: whether to start, to restart, to route to this instance. */
@NullMarked
package io.atalaya.adapter.probe;

import org.jspecify.annotations.NullMarked;
