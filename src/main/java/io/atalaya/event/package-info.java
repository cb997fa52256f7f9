/** What the log says: the events that inference services publish. */
@NullMarked
package io.atalaya.event;

import org.jspecify.annotations.NullMarked;
