/** Tests of the notebook about caching. */
@NullMarked
package io.atalaya.notebook.caching;

import org.jspecify.annotations.NullMarked;
