/**
 * What a native executable has to be told, held against the libraries and the code that need it.
 */
@NullMarked
package io.atalaya.nativeimage;

import org.jspecify.annotations.NullMarked;
