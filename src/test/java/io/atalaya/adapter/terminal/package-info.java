/** Tests of the command line. */
@NullMarked
package io.atalaya.adapter.terminal;

import org.jspecify.annotations.NullMarked;
