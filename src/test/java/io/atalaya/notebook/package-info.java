/** Tests of the notebooks. */
@NullMarked
package io.atalaya.notebook;

import org.jspecify.annotations.NullMarked;
