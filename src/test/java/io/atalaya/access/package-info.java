/** Tests of who may do what, and how often. */
@NullMarked
package io.atalaya.access;

import org.jspecify.annotations.NullMarked;
