/** Tests of the front for inference, with real HTTP on both sides of it. */
@NullMarked
package io.atalaya.adapter.inference;

import org.jspecify.annotations.NullMarked;
