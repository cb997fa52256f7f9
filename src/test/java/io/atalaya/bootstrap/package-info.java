/** Tests of the configuration. */
@NullMarked
package io.atalaya.bootstrap;

import org.jspecify.annotations.NullMarked;
