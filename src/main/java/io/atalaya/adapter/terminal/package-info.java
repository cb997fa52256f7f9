/** The command line: what can be done with a model's file without the service. */
@NullMarked
package io.atalaya.adapter.terminal;

import org.jspecify.annotations.NullMarked;
