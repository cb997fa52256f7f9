/** Tests of references from files. */
@NullMarked
package io.atalaya.adapter.file;

import org.jspecify.annotations.NullMarked;
