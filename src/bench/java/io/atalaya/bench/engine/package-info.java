/** The engine's steps by themselves, measured with JMH, and others' beside them. */
@NullMarked
package io.atalaya.bench.engine;

import org.jspecify.annotations.NullMarked;
